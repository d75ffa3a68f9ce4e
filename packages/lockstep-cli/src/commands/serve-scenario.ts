import { waitsForOthers } from 'lockstep/core';
import {
  formatDuration,
  formatWait,
  overrideScenario,
  parseWait,
  readSweep,
  type ScenarioKey,
  type SweepScenario,
  type WrittenScenario,
} from 'lockstep/scenario';
import type { Engine } from 'lockstep/engine';
import { UsageError } from '../failure.js';
import { readScenarioFile } from '../input/scenario-file.js';
import { SIMULATED } from '../live/live-settings.js';
import type { ServeFlags, ServeSettings } from './serve-options.js';

/** What a server takes of a scenario: how requests become batches. */
const SCHEDULING = [
  'batchSize',
  'wait',
  'maxQueueSize',
  'requestTimeout',
  'release',
] as const satisfies ScenarioKey[];

/** A scenario file as a server reads it. */
export interface ServedScenario {
  /** As the file says it. */
  readonly written: WrittenScenario;
  /** The options of the server that it stands for. */
  readonly flags: ServeFlags;
  /** Which of its options the server has no use for. */
  readonly notes: readonly string[];
}

/**
 * Reads the scheduling part of a scenario file. What the file does not say is as a server has it, not a simulation.
 * @param engine as the command line writes it: only a simulated one takes the time that the file's cost model says
 * @throws UsageError for a file that is none, and for what a server cannot do
 */
export function servedScenario(file: string, engine: string): ServedScenario {
  const written = readScenarioFile(file);
  const scenario = checked(file, written);
  const taken: readonly ScenarioKey[] = engine === SIMULATED ? [...SCHEDULING, 'cost'] : SCHEDULING;
  const given = Object.keys(written) as ScenarioKey[];
  const flags = Object.fromEntries(
    given.filter((key) => taken.includes(key)).map((key) => [key, String(one(file, scenario, key))]),
  );
  const { batchSize } = scenario;
  const wait = parseWait(String(one(file, scenario, 'wait')));
  if (waitsForOthers(wait, batchSize === 'inf' ? Infinity : Number(batchSize))) {
    throw new UsageError(
      `${file}: wait: expected a rule that closes a batch in time, such as oldest:50ms or none, got ${String(scenario.wait)}; ` +
        'a server cannot know that more requests will come',
    );
  }
  const unused = given.filter((key) => !taken.includes(key));
  return {
    written,
    flags,
    notes: unused.length === 0 ? [] : [`Of ${file} a server has no use for ${unused.join(', ')}.`],
  };
}

/** A file made for a sweep will do, as long as what a server takes of it has one value. */
function checked(file: string, written: WrittenScenario): SweepScenario {
  try {
    return readSweep(written).scenario;
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function one(file: string, scenario: SweepScenario, key: ScenarioKey): unknown {
  const value = scenario[key];
  if (!Array.isArray(value)) return value;
  throw new UsageError(
    `${file}: ${key}: expected one value, since a server has one configuration, got ${value.length} (${value.join(', ')})`,
  );
}

/**
 * The scenario that simulates a server: its scheduling, and the workload and numbers of the file that it serves, if any.
 * @param cost the cost model, where one is known; a real engine's is not
 */
export function scenarioOfServer(
  { batchSize, wait, maxQueueSize, release, requestTimeout }: ServeSettings,
  engine: Pick<Engine, 'padding'>,
  file: WrittenScenario,
  cost: string | null,
): Partial<SweepScenario> {
  const server: WrittenScenario = {
    batchSize: batchSize === Infinity ? 'inf' : batchSize,
    wait: formatWait(wait),
    maxQueueSize: maxQueueSize === Infinity ? 'inf' : maxQueueSize,
    ...(requestTimeout !== null && { requestTimeout: formatDuration(requestTimeout) }),
    release,
    ...(cost !== null && { cost: withPadding(cost, engine.padding) }),
  };
  const { scenario } = readSweep(overrideScenario(file, server));
  if (Object.keys(file).length > 0) return scenario;
  const known = Object.keys(server);
  return Object.fromEntries(Object.entries(scenario).filter(([key]) => known.includes(key)));
}

/** A cost model that is told whether prompts are padded is told what the engine does. */
function withPadding(cost: string, padding: Engine['padding']): string {
  if (padding === undefined || !cost.startsWith('kernels:')) return cost;
  const padded = cost.replace(/,packed(?=,|$)/, '');
  return padding === 'packed' ? `${padded},packed` : padded;
}
