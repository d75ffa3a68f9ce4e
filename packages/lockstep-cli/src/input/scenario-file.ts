import { LineCounter, parseDocument } from 'yaml';
import {
  nearest,
  SCENARIO_KEYS,
  SCENARIO_OPTIONS,
  type ScenarioKey,
  type WrittenScenario,
} from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { readText } from './read-text.js';
import { scenarioSchema } from './scenario-schema.js';

/**
 * Reads a scenario file: YAML, or JSON, which is YAML too.
 * @throws UsageError that says where and what is wrong
 */
export function readScenarioFile(file: string): WrittenScenario {
  const written = parse(file, readText(file));
  const result = scenarioSchema().safeParse(written);
  if (result.success) return result.data as WrittenScenario;
  const issue = result.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') throw new UsageError(`${file}: ${unknownKey(issue.keys[0]!)}`);
  const key = issue.path[0] as ScenarioKey | undefined;
  const value = key === undefined ? written : (written as Record<string, unknown>)[key];
  const expected = key === undefined ? 'options such as batchSize: 8' : SCENARIO_OPTIONS[key].range;
  const where = key === undefined ? file : `${file}: ${key}`;
  throw new UsageError(`${where}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`);
}

function parse(file: string, text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem === undefined) return document.toJS();
  const { line, col } = lineCounter.linePos(problem.pos[0]);
  throw new UsageError(`${file}:${line}:${col}: expected YAML or JSON: ${problem.message}`);
}

function unknownKey(key: string): string {
  const meant = nearest(key, SCENARIO_KEYS);
  const hint = meant === null ? `; the keys are ${SCENARIO_KEYS.join(', ')}` : `; did you mean "${meant}"?`;
  return `unknown key "${key}"${hint}`;
}
