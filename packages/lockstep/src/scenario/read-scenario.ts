import { about } from './about.js';
import { parseArrivals } from './arrivals.js';
import { type ReadValues, refuseContradictions, TRACE_BRINGS } from './contradictions.js';
import { didYouMean } from './nearest.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options.js';
import type { OneOrMany } from './one-or-many.js';
import { renamedKey } from './renamed-options.js';
import type { Scenario, ScenarioKey, WrittenScenario, WrittenValue } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/**
 * Checks what someone wrote and completes it with every default.
 *
 * Where a sweep takes several values, they may be a list or text with commas (`1,2,4`); a list of one is the
 * same as its value.
 * @throws ScenarioError for an unknown key, a wrong value, or options that contradict one another
 */
export function readScenario(written: WrittenScenario): Scenario {
  const read: ReadValues = {};
  for (const [key, value] of Object.entries(written)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(SCENARIO_OPTIONS, key)) {
      throw new ScenarioError(renamedKey(key) ?? `unknown option ${key}${didYouMean(key, SCENARIO_KEYS)}`);
    }
    read[key as ScenarioKey] = about(key as ScenarioKey, () => readValue(key as ScenarioKey, value));
  }
  refuseContradictions(read);
  return inOrder(withDefaults(read)) as unknown as Scenario;
}

function readValue(key: ScenarioKey, value: OneOrMany<WrittenValue>): OneOrMany<WrittenValue> {
  const option = SCENARIO_OPTIONS[key];
  if (!option.list) {
    if (Array.isArray(value)) {
      throw new ScenarioError(`expected one value (${option.range}), got a list of ${value.length}`);
    }
    return option.read(String(value));
  }
  const texts = Array.isArray(value) ? value.map(String) : String(value).split(',');
  if (texts.length === 0) throw new ScenarioError(`expected ${option.range}, got an empty list`);
  const values = texts.map((text) => option.read(text));
  if (new Set(values).size < values.length) {
    const seen = new Set<WrittenValue>();
    const again = values.find((each) => seen.size === seen.add(each).size);
    throw new ScenarioError(`expected different values, got ${again} twice`);
  }
  return values.length === 1 ? values[0]! : values;
}

/** What every scenario states. */
const ALWAYS: readonly ScenarioKey[] = [
  'batchSize',
  'wait',
  'maxQueueSize',
  'release',
  'cost',
  'seed',
  'warmup',
];

function withDefaults(read: ReadValues): ReadValues {
  const keys = [...ALWAYS, ...(read.trace === undefined ? TRACE_BRINGS : (['skipFailed'] as const))];
  if (read.slo !== undefined) keys.push('sloAttainment');
  const complete = { ...read };
  for (const key of keys) complete[key] ??= SCENARIO_OPTIONS[key].default!;
  if (read.trace === undefined && read.rate === undefined) {
    const needed = parseArrivals(String(complete.arrivals)).rate === 'needed';
    if (needed) complete.rate = SCENARIO_OPTIONS.rate.default!;
  }
  return complete;
}

function inOrder(read: ReadValues): ReadValues {
  const ordered: ReadValues = {};
  for (const key of SCENARIO_KEYS) {
    if (read[key] !== undefined) ordered[key] = read[key];
  }
  return ordered;
}
