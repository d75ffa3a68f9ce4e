import { closesBeforeFull, ConfigurationError, type DecisionLog, DEFAULTS } from '../core/index.js';
import { aloneShape } from '../cost/index.js';
import { type Capacity, type Slo, type Summary, summarize } from '../metrics/index.js';
import { capacityOf } from './capacity.js';
import { longestTimeoutMs } from './deadlines.js';
import { run } from './run.js';
import type { RunOptions } from './run-options.js';

export interface SimulationOptions extends RunOptions {
  /** Requests at the start that leave the distributions, fewer than there are: an integer ≥ 0 (default 0). */
  readonly warmup?: number;
  readonly slo?: Slo;
  /** Length of the windows in which the load is looked at (ms, > 0; default: the longer of 60 s and 20 mean executions). */
  readonly loadWindowMs?: number;
  /** What `capacityOf` says of this cost model, these lengths and batch size, if it is known (default: ask it). */
  readonly capacity?: Capacity | null;
}

export interface Simulation {
  readonly log: DecisionLog;
  readonly summary: Summary;
}

/**
 * Simulates one configuration: the real scheduler, a cost model and a workload on a virtual clock, in numbers.
 * The same options give the same result to the last bit.
 * @throws ConfigurationError for a configuration that cannot work, CostError for a batch that cannot run
 */
export function simulate(options: SimulationOptions): Simulation {
  const { cost, workload, wait, maxBatchSize, warmup = 0 } = options;
  if (!Number.isInteger(warmup) || warmup < 0 || (warmup > 0 && warmup >= workload.count)) {
    throw new ConfigurationError(
      `warmup: expected a whole number of requests below the ${workload.count} of the workload, got ${warmup}`,
    );
  }
  if (options.slo !== undefined) checkSlo(options.slo);
  const { loadWindowMs } = options;
  if (loadWindowMs !== undefined && !(Number.isFinite(loadWindowMs) && loadWindowMs > 0)) {
    throw new ConfigurationError(`loadWindowMs: expected a finite number of ms > 0, got ${loadWindowMs}`);
  }
  const { log, extrapolatedBatches } = run(options);
  const { capacity = capacityOf(cost, workload, maxBatchSize, options) } = options;
  const summary = summarize(log, {
    release: options.release ?? DEFAULTS.release.simulation,
    maxBatchSize,
    ruleClosesBatches: closesBeforeFull(wait, maxBatchSize),
    warmup,
    capacity,
    openLoop: workload.kind === 'open',
    arrivalRate: workload.rate ?? null,
    dispersion: workload.dispersion ?? null,
    burst: workload.kind === 'burst',
    users: workload.users,
    bound: {
      maxQueueSize: options.maxQueueSize ?? DEFAULTS.maxQueueSize.simulation,
      longestTimeoutMs: longestTimeoutMs(options.requestTimeoutMs, log.requestCount),
    },
    ...(loadWindowMs !== undefined && { loadWindowMs }),
    aloneMs: (promptTokens, outputTokens) => cost.time(aloneShape(promptTokens, outputTokens)).durationMs,
    extrapolatedBatches,
    ...(options.slo && { slo: options.slo }),
  });
  return { log, summary };
}

/** A comparison with what is no number would say that every request meets the target. */
function checkSlo({ attainment, ...targets }: Slo): void {
  if (!(Number.isFinite(attainment) && attainment > 0 && attainment <= 1)) {
    throw new ConfigurationError(`slo: expected attainment as a number > 0 and ≤ 1, got ${attainment}`);
  }
  for (const [name, ms] of Object.entries(targets)) {
    if (ms === undefined || (Number.isFinite(ms) && ms >= 0)) continue;
    throw new ConfigurationError(`slo: expected ${name} as a finite number ≥ 0, got ${ms}`);
  }
}
