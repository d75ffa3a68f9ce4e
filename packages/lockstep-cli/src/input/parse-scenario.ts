import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import {
  nearest,
  renamedKey,
  SCENARIO_KEYS,
  SCENARIO_OPTIONS,
  type ScenarioKey,
  type WrittenScenario,
} from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { scenarioSchema } from './scenario-schema.js';

/**
 * Reads the text of a scenario file: YAML, or JSON, which is YAML too.
 * @param file what errors call it
 * @throws UsageError that says where and what is wrong
 */
export function parseScenario(file: string, text: string): WrittenScenario {
  const content = parse(file, text);
  const result = scenarioSchema().safeParse(content);
  if (result.success) return result.data as WrittenScenario;
  const issue = result.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') throw new UsageError(`${file}: ${unknownKey(issue.keys[0]!)}`);
  const key = issue.path[0] as ScenarioKey | undefined;
  const value = key === undefined ? content : (content as Record<string, unknown>)[key];
  const expected = key === undefined ? 'options such as batchSize: 8' : SCENARIO_OPTIONS[key].range;
  const where = key === undefined ? file : `${file}: ${key}`;
  throw new UsageError(`${where}: expected ${expected}, got ${written(value)}`);
}

function parse(file: string, text: string): unknown {
  refuseDeep(file, text);
  if (text.length > MOST_CHARACTERS) {
    throw new UsageError(
      `${file}: expected a scenario of at most ${MOST_CHARACTERS.toLocaleString('en-US')} characters, got ` +
        text.length.toLocaleString('en-US'),
    );
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem === undefined) {
    refuseTwice(file, document, lineCounter);
    return plain(file, document);
  }
  const { line, col } = lineCounter.linePos(problem.pos[0]);
  throw new UsageError(`${file}:${line}:${col}: expected YAML or JSON: ${problem.message}`);
}

/** A parser of YAML takes its time, and a scenario has about twenty lines. */
const MOST_CHARACTERS = 200_000;

/** Far more than a scenario needs. */
const MOST_BRACKETS = 64;
/** Values within values, each on a line of its own, begin further and further right. */
const FAR_RIGHT = /^[ \t?:-]{200}/m;

/** The parser goes down into values within values, and a stack that is used up may end the whole process. */
function refuseDeep(file: string, text: string): void {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open += bracket === '[' || bracket === '{' ? 1 : -1;
    most = Math.max(most, open);
  }
  if (most <= MOST_BRACKETS && !FAR_RIGHT.test(text)) return;
  throw new UsageError(`${file}: expected YAML or JSON, got values nested too deep`);
}

/** The parser itself would compare every two keys. */
function refuseTwice(file: string, document: Document.Parsed, lineCounter: LineCounter): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          const { line, col } = lineCounter.linePos(key.range?.[0] ?? 0);
          throw new UsageError(`${file}:${line}:${col}: expected YAML or JSON: Map keys must be unique`);
        }
        seen.add(key.value);
      }
    },
  });
}

/** Aliases come to light only here: one without an anchor, ones that multiply, one inside its own anchor. */
function plain(file: string, document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value);
    return value;
  } catch (error) {
    throw new UsageError(`${file}: expected YAML or JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** A value as it stands in an error; JSON has no name for numbers that are not finite. */
function written(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}

function unknownKey(key: string): string {
  const renamed = renamedKey(key);
  if (renamed !== null) return renamed;
  const meant = nearest(key, SCENARIO_KEYS);
  const hint = meant === null ? `; the keys are ${SCENARIO_KEYS.join(', ')}` : `; did you mean "${meant}"?`;
  return `unknown key "${key.slice(0, 100)}"${hint}`;
}
