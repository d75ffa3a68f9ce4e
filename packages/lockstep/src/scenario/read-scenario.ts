import { about } from './about.js';
import { parseArrivals } from './arrivals.js';
import { type ReadValues, refuseContradictions, TRACE_BRINGS } from './contradictions.js';
import { didYouMean } from './nearest.js';
import { isScenarioKey, SCENARIO_KEYS, SCENARIO_OPTIONS } from './options/index.js';
import type { OneOrMany } from './one-or-many.js';
import { renamedKey } from './renamed-options.js';
import type { Scenario, ScenarioKey, WrittenScenario, WrittenValue } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** Values that an error names at most. */
const MOST_NAMED = 10;

/**
 * Checks what someone wrote for one run, and completes it with every default. A list of one is the same as its value.
 * @throws ScenarioError for an unknown key, an invalid value, several values, or options that contradict one another
 */
export function readScenario(written: WrittenScenario): Scenario {
  const read: ReadValues = {};
  for (const [key, texts] of writtenTexts(written)) {
    about(key, () => {
      if (texts.length > 1) {
        const some = [...texts.slice(0, MOST_NAMED), ...(texts.length > MOST_NAMED ? ['…'] : [])];
        throw new ScenarioError(
          `expected one value, got ${texts.length} (${some.join(', ')}); did you mean "lockstep sweep"?`,
        );
      }
      readInto(read, key, texts[0]!);
    });
  }
  return completed(read);
}

/**
 * The values that were written for each option, as texts.
 * @throws ScenarioError for an unknown key or an empty list
 */
export function writtenTexts(written: WrittenScenario): [key: ScenarioKey, texts: readonly string[]][] {
  return Object.entries(written).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (!isScenarioKey(key)) {
      throw new ScenarioError(renamedKey(key) ?? `unknown option ${key}${didYouMean(key, SCENARIO_KEYS)}`);
    }
    const texts: [ScenarioKey, readonly string[]] = [key, textsOf(key, value)];
    return [texts];
  });
}

function textsOf(key: ScenarioKey, value: OneOrMany<WrittenValue>): readonly string[] {
  const { list, range } = SCENARIO_OPTIONS[key];
  const texts =
    typeof value === 'object' ? value.map(String) : list ? String(value).split(',') : [String(value)];
  if (texts.length > 0) return texts;
  throw new ScenarioError(`expected ${range}, got an empty list`, key);
}

/** @throws ScenarioError for a value that its option does not take, or options that contradict one another */
function completed(read: ReadValues): Scenario {
  refuseContradictions(read);
  for (const key of SCENARIO_KEYS) if (SCENARIO_OPTIONS[key].always) setDefault(read, key);
  if (read.trace === undefined) TRACE_BRINGS.forEach((key) => setDefault(read, key));
  else setDefault(read, 'skipFailed');
  if (read.slo !== undefined) setDefault(read, 'sloAttainment');
  if (read.arrivals !== undefined && parseArrivals(read.arrivals).rate === 'needed') setDefault(read, 'rate');
  const ordered: ReadValues = {};
  for (const key of SCENARIO_KEYS) copyInto(ordered, key, read);
  if (isComplete(ordered)) return ordered;
  throw new ScenarioError('an option that every scenario states has no default');
}

function readInto<Key extends ScenarioKey>(values: ReadValues, key: Key, text: string): void {
  values[key] = SCENARIO_OPTIONS[key].read(text);
}

function setDefault<Key extends ScenarioKey>(values: ReadValues, key: Key): void {
  const { default: value } = SCENARIO_OPTIONS[key];
  if (values[key] === undefined && value !== null) values[key] = value;
}

function copyInto<Key extends ScenarioKey>(to: ReadValues, key: Key, from: ReadValues): void {
  if (from[key] !== undefined) to[key] = from[key];
}

function isComplete(values: ReadValues): values is ReadValues & Scenario {
  return SCENARIO_KEYS.every((key) => !SCENARIO_OPTIONS[key].always || values[key] !== undefined);
}
