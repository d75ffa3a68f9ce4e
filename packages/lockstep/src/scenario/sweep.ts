import { type AxisValue, type Coordinates, planSweep, type SweepAxis } from '../simulation/index.js';
import { about } from './about.js';
import { rateOf } from './arrivals.js';
import { list, type OneOrMany } from './one-or-many.js';
import { SCENARIO_KEYS, SCENARIO_OPTIONS } from './options/index.js';
import { readScenario, writtenTexts } from './read-scenario.js';
import type { Scenario, ScenarioKey, SweepScenario, WrittenScenario } from './scenario.js';
import { ScenarioError } from './scenario-error.js';

/** A scenario with its values combined: what a sweep runs. */
export interface Sweep {
  /** Complete, with a list for each option that takes several values. */
  readonly scenario: SweepScenario;
  /** Batch size and wait rule, the arrival rate if there is one, and every other option that takes several values. */
  readonly axes: readonly SweepAxis[];
  /** Every combination, the axes in their order, the first one going by fastest. */
  readonly points: readonly SweepRun[];
}

/** One combination. */
export interface SweepRun {
  readonly coordinates: Coordinates;
  readonly scenario: Scenario;
}

/** Options that are axes of every sweep, with one value too. */
const ALWAYS_AXES: readonly ScenarioKey[] = ['batchSize', 'wait', 'rate'];

/**
 * Checks what someone wrote for a sweep, in which any option may have a list of values, and completes it with every
 * default. Where an option takes several values under its own name on the command line, text with commas (`1,2,4`) is a
 * list too.
 * @throws ScenarioError for an unknown key, an invalid value, the same value twice, or options that contradict one another;
 *   ConfigurationError for more than 10,000 combinations
 */
export function readSweep(written: WrittenScenario): Sweep {
  const lists = listsOf(written);
  const points = planSweep(lists).map((combination): SweepRun => {
    const scenario = readScenario({ ...written, ...combination });
    return { scenario, coordinates: { ...placeOf(scenario), ...combination } };
  });
  const axes = axesOf(points, lists);
  const coordinates = axes.map(({ option }) => option);
  return {
    scenario: togetherOf(points, lists),
    axes,
    points: points.map((point) => ({ ...point, coordinates: picked(point.coordinates, coordinates) })),
  };
}

/** What an axis for an option with these values is. */
export function axisOf(option: ScenarioKey, values: readonly AxisValue[]): SweepAxis {
  const { name, decides } = SCENARIO_OPTIONS[option];
  return {
    option,
    name,
    values,
    amounts: amountsOf(option, values),
    role: decides.includes('schedule') ? 'choice' : 'condition',
  };
}

type Lists = Readonly<Record<string, readonly AxisValue[]>>;

/** The options with several values, in the order of the table, each value as it is read. */
function listsOf(written: WrittenScenario): Lists {
  const lists = new Map<ScenarioKey, readonly AxisValue[]>();
  for (const [key, texts] of writtenTexts(written)) {
    const values = about(key, () => different(texts.map((text) => SCENARIO_OPTIONS[key].read(text))));
    if (values.length > 1) lists.set(key, values);
  }
  return Object.fromEntries(SCENARIO_KEYS.flatMap((key) => (lists.has(key) ? [[key, lists.get(key)!]] : [])));
}

function different(values: readonly AxisValue[]): readonly AxisValue[] {
  const seen = new Set<AxisValue>();
  const again = values.find((each) => seen.size === seen.add(each).size);
  if (again === undefined) return values;
  throw new ScenarioError(`expected different values, got ${again} twice`);
}

/** What a run is called by, whatever is swept. Arrivals may name their rate themselves. */
function placeOf(scenario: Scenario): Coordinates {
  const { batchSize, wait } = scenario;
  const rate = rateOf(scenario);
  return { batchSize, wait, ...(rate !== null && { rate }) };
}

function axesOf(points: readonly SweepRun[], lists: Lists): SweepAxis[] {
  return SCENARIO_KEYS.flatMap((key) => {
    if (lists[key] !== undefined) return [axisOf(key, lists[key])];
    if (!ALWAYS_AXES.includes(key)) return [];
    // A rate that arrivals name belongs to them: where several arrivals are swept, they are the axis.
    const values = new Set(points.map(({ coordinates }) => coordinates[key]));
    const [only] = values;
    return values.size === 1 && only !== undefined ? [axisOf(key, [only])] : [];
  });
}

function amountsOf(option: ScenarioKey, values: readonly AxisValue[]): readonly number[] | null {
  const amounts = values.map((value) => amountOf(option, String(value)));
  const [first] = amounts;
  if (amounts.some((each) => each === null || each.kind !== first?.kind)) return null;
  return amounts.map((each) => each!.amount);
}

function amountOf<Key extends ScenarioKey>(key: Key, text: string) {
  const option = SCENARIO_OPTIONS[key];
  return option.amountOf(option.read(text));
}

/** The points as one scenario: what all of them share, and the lists. A default that only some have is not stated. */
function togetherOf(points: readonly SweepRun[], lists: Lists): SweepScenario {
  const together: Record<string, OneOrMany<AxisValue>> = {};
  for (const key of SCENARIO_KEYS) {
    const value = points[0]!.scenario[key];
    if (lists[key] !== undefined) together[key] = lists[key];
    else if (value !== undefined && points.every(({ scenario }) => scenario[key] === value)) {
      together[key] = value;
    }
  }
  if (isSweepScenario(together)) return together;
  throw new ScenarioError('the points of a sweep make no scenario');
}

/** Whether all that every scenario states is there, and each value is as its option reads it. */
function isSweepScenario(
  values: Record<string, OneOrMany<AxisValue>>,
): values is Record<string, OneOrMany<AxisValue>> & SweepScenario {
  return SCENARIO_KEYS.every((key) => {
    const { always, read } = SCENARIO_OPTIONS[key];
    const value = values[key];
    if (value === undefined) return !always;
    return list(value).every((each) => read(String(each)) === each);
  });
}

function picked(coordinates: Coordinates, options: readonly string[]): Coordinates {
  return Object.fromEntries(options.map((option) => [option, coordinates[option]!]));
}
