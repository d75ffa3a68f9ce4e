import { ConfigurationError, Scheduler, type WaitRule } from '../core/index.js';
import { planSweep, type SimulationOptions, type SweepConfiguration } from '../simulation/index.js';
import { about } from './about.js';
import { parseCost } from './cost.js';
import { parseDuration } from './duration.js';
import type { ReadText } from './read-text.js';
import { resolveWorkload } from './resolve-workload.js';
import { list } from './one-or-many.js';
import type { Scenario } from './scenario.js';
import { parseSlo } from './slo.js';
import { targetNotes } from './target-notes.js';
import { formatWait, parseWait } from './wait-rule.js';

/** A scenario with its files read, ready to run. */
export interface ResolvedScenario {
  /** Every configuration it asks for, in the order of a sweep; a single one for a single run. */
  readonly configurations: readonly SweepConfiguration<WaitRule>[];
  /** What `simulate` needs for one of them. Cheap: the requests of one rate are drawn once. */
  optionsOf(configuration: SweepConfiguration<WaitRule>): SimulationOptions;
  /** The arrival rate of the trace before it was scaled (requests/s); null where there is none. */
  readonly traceRate: number | null;
  /** What the reader of a result has to know of its workload and its targets, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Builds what a scenario names: the one place that picks among wait rules, cost models and workloads.
 * @param scenario complete, as `readScenario` makes it
 * @param readText gives the text of a file that the scenario names
 * @throws ScenarioError, WorkloadError, CostError or ConfigurationError for what cannot be built or would wait for
 *   ever, and whatever `readText` throws
 */
export function resolveScenario(scenario: Scenario, readText: ReadText): ResolvedScenario {
  return resolveWith(scenario, readText, resolveWorkload);
}

/** The same with a workload from elsewhere. */
export function resolveWith(
  scenario: Scenario,
  readText: ReadText,
  workloadsOf: typeof resolveWorkload,
): ResolvedScenario {
  const cost = about('cost', () => parseCost(scenario.cost)(readText));
  const workloads = workloadsOf(scenario, readText);
  const maxQueueSize = limit(scenario.maxQueueSize);
  const { requestTimeout } = scenario;
  const requestTimeoutMs = requestTimeout === undefined ? null : parseDuration(requestTimeout);
  const loadWindowMs = scenario.loadWindow === undefined ? null : parseDuration(scenario.loadWindow);
  const slo = scenario.slo === undefined ? null : parseSlo(scenario.slo);
  const configurations = planSweep({
    batchSizes: list(scenario.batchSize).map(limit),
    waits: list(scenario.wait).map(parseWait),
    rates: workloads.rates,
  });
  for (const configuration of configurations) refuseImpossible(configuration, maxQueueSize);
  // What is wrong with a workload itself is wrong at every rate: it comes to light here, not halfway.
  workloads.at(workloads.rates[0]!);

  return {
    configurations,
    traceRate: workloads.traceRate,
    notes: [...workloads.notes, ...targetNotes(slo, scenario.release)],
    optionsOf: ({ batchSize, wait, rate }) => ({
      maxBatchSize: batchSize,
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
function refuseImpossible(configuration: SweepConfiguration<WaitRule>, maxQueueSize: number): void {
  const { batchSize, wait } = configuration;
  try {
    new Scheduler({ maxBatchSize: batchSize, wait, maxQueueSize });
  } catch (error) {
    const { message } = error as Error;
    const size = batchSize === Infinity ? 'inf' : batchSize;
    throw new ConfigurationError(`batch size ${size} with ${formatWait(wait)}: ${message}`);
  }
}
