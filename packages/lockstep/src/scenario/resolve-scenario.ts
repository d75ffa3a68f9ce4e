import { ConfigurationError, Scheduler } from '../core/index.js';
import { type Configuration, type SimulationOptions } from '../simulation/index.js';
import { about } from './about.js';
import { rateOf } from './arrivals.js';
import { parseCost } from './cost.js';
import { parseDuration } from './duration.js';
import type { ReadText } from './read-text.js';
import { type RatedWorkloads, resolveWorkload } from './resolve-workload.js';
import type { Scenario } from './scenario.js';
import { parseSlo } from './slo.js';
import { targetNotes } from './target-notes.js';
import { formatWait, parseWait } from './wait-rule.js';

/** A scenario with its files read, ready to run. */
export interface ResolvedScenario {
  readonly configuration: Configuration;
  /** What `simulate` needs. The requests are drawn when it is asked for. */
  options(): SimulationOptions;
  /** The arrival rate of the trace before it was scaled (requests/s); null where there is none. */
  readonly traceRate: number | null;
  /** What the reader of a result has to know of its workload and its targets, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Builds what a scenario names: the one place that picks among wait rules, cost models and workloads.
 * @param scenario complete, as `readScenario` makes it
 * @param readText gives the text of a file that the scenario names
 * @throws ScenarioError, WorkloadError, CostError or ConfigurationError for what cannot be built or would wait
 *   forever, and whatever `readText` throws
 */
export function resolveScenario(scenario: Scenario, readText: ReadText): ResolvedScenario {
  const cost = costOf(scenario, readText);
  const workloads = resolveWorkload(scenario, readText);
  // What is wrong with a workload comes to light here, not halfway.
  workloads.at(rateOf(scenario));
  return resolveWith(scenario, { cost, workloads });
}

/** Builds the cost model that a scenario names. */
export function costOf({ cost }: Scenario, readText: ReadText): SimulationOptions['cost'] {
  return about('cost', () => parseCost(cost)(readText));
}

/** The same with what was built before. */
export function resolveWith(
  scenario: Scenario,
  { cost, workloads }: { readonly cost: SimulationOptions['cost']; readonly workloads: RatedWorkloads },
): ResolvedScenario {
  const maxBatchSize = limit(scenario.batchSize);
  const wait = parseWait(scenario.wait);
  const maxQueueSize = limit(scenario.maxQueueSize);
  const { requestTimeout } = scenario;
  const requestTimeoutMs = requestTimeout === undefined ? null : parseDuration(requestTimeout);
  const loadWindowMs = scenario.loadWindow === undefined ? null : parseDuration(scenario.loadWindow);
  const slo = scenario.slo === undefined ? null : parseSlo(scenario.slo);
  const rate = rateOf(scenario);
  const configuration = { batchSize: maxBatchSize, wait: formatWait(wait), rate, release: scenario.release };
  refuseImpossible(configuration, { maxBatchSize, wait, maxQueueSize });
  return {
    configuration,
    traceRate: workloads.traceRate,
    notes: [...workloads.notes, ...targetNotes(slo, scenario.release)],
    options: () => ({
      maxBatchSize,
      wait,
      maxQueueSize,
      cost,
      workload: workloads.at(rate),
      ...(requestTimeoutMs !== null && { requestTimeoutMs }),
      release: scenario.release,
      seed: scenario.seed,
      warmup: scenario.warmup,
      ...(loadWindowMs !== null && { loadWindowMs }),
      ...(slo && { slo: { ...slo, attainment: scenario.sloAttainment! } }),
    }),
  };
}

function limit(value: number | 'inf'): number {
  return value === 'inf' ? Infinity : value;
}

/** The scheduler itself knows what cannot work: asking it first spares a sweep that fails halfway. */
function refuseImpossible(
  { batchSize, wait }: Configuration,
  options: ConstructorParameters<typeof Scheduler>[0],
): void {
  try {
    new Scheduler(options);
  } catch (error) {
    const { message } = error as Error;
    const size = batchSize === Infinity ? 'inf' : batchSize;
    throw new ConfigurationError(`batch size ${size} with ${wait}: ${message}`);
  }
}
