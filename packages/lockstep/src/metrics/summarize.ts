import { CLOSE_REASONS, type DecisionLog, OUTCOMES, type Outcome } from '../core/index.js';
import { describeBatches } from './batch-figures.js';
import { Describer } from './describer.js';
import { intervalsGiven } from './intervals-given.js';
import { describeLimitations } from './limitations.js';
import { loadPerWindow } from './load-per-window.js';
import { offeredLoad } from './offered-load.js';
import { isBounded, NO_BOUND, type QueueBound } from './queue-bound.js';
import { queueLength } from './queue-length.js';
import type { Release } from './release.js';
import { remarksOf } from './remarks.js';
import * as measures from './request-measures.js';
import { RunWindow } from './run-window.js';
import { type AloneMs, describeSlowdown } from './slowdown.js';
import { judgeSlo } from './slo.js';
import type { Capacity, Slo, Summary } from './summary.js';
import { throughput } from './throughput.js';

export interface SummaryOptions {
  readonly release: Release;
  /** May be Infinity. */
  readonly maxBatchSize: number;
  /** Whether the rule ever closes a batch that is not full: true for all but `full`. */
  readonly ruleClosesBatches: boolean;
  /** Requests at the start that leave the distributions: an integer ≥ 0 (default 0). */
  readonly warmup?: number;
  /** What the engine sustains with full batches; null where batches are unbounded. */
  readonly capacity: Capacity | null;
  /** Whether arrivals keep coming whatever happens: only then is there an offered load. */
  readonly openLoop: boolean;
  /** The mean rate that the arrivals were given (requests/s); null, the default, where it is to be measured. */
  readonly arrivalRate?: number | null;
  /** Variance over mean of the number of arrivals in a long time; null, the default, where it is not known. */
  readonly dispersion?: number | null;
  /** Whether all requests arrive at once (default false). */
  readonly burst?: boolean;
  /** Users of a closed loop; undefined, the default, for others. */
  readonly users?: number | undefined;
  /** What keeps the queue from growing without end (default: nothing). */
  readonly bound?: QueueBound;
  /** Length of the windows in which the load is looked at (ms, default: the longer of 60 s and 20 mean executions). */
  readonly loadWindowMs?: number;
  /** Execution of a request alone in a batch (ms); without it there is no slowdown. */
  readonly aloneMs?: AloneMs;
  readonly extrapolatedBatches?: number;
  /** Whether the engine pads prompts to the longest: where it does not (`packed`), padding is no waste (default `padded`). */
  readonly padding?: 'padded' | 'packed';
  readonly slo?: Slo;
}

/** Folds a run's log into its numbers; docs/metrics.md gives each formula. */
export function summarize(log: DecisionLog, options: SummaryOptions): Summary {
  const window = new RunWindow(log, options.release, options.warmup ?? 0);
  const { capacity, openLoop, maxBatchSize, arrivalRate: givenRate = null, bound = NO_BOUND } = options;
  const load = offeredLoad(window, { capacity, openLoop, givenRate, bound, maxBatchSize });
  const { stable } = load;
  const { intervals, blocks } = intervalsGiven({
    requests: window.submitted,
    stable,
    isBurst: options.burst ?? false,
    offeredLoad: load.offeredLoad,
    capacity,
    dispersion: options.dispersion ?? null,
    maxBatchSize,
    bound,
    users: options.users,
  });
  const describer = new Describer(window, blocks);
  const e2eLatencyMs = describer.requests(measures.e2eLatencyMs);
  const batchFigures = describeBatches(window, maxBatchSize);
  const paddingWaste = options.padding === 'packed' ? null : batchFigures.paddingWaste;
  const slowdown = describeSlowdown(describer, options.aloneMs);
  const distributions = {
    queueDelayMs: describer.requests(measures.queueDelayMs),
    blockedMs: describer.requests(measures.blockedMs),
    formingMs: describer.requests(measures.formingMs),
    executionMs: describer.batches((at, batch) => at.endedAt[batch]! - at.startedAt[batch]!),
    heldMs: describer.requests(measures.heldMs),
    ttftMs: options.release === 'token' ? describer.requests(measures.ttftMs) : e2eLatencyMs,
    tpotMs: describer.requests(measures.tpotMs),
    e2eLatencyMs,
    slowdown: slowdown.distribution,
  };
  const figures = {
    requests: countRequests(log),
    batches: { ...batchFigures.batches, extrapolated: options.extrapolatedBatches ?? 0 },
    makespanMs: window.completed === 0 ? null : window.makespanMs,
    throughput: throughput(window, blocks),
    capacity,
    engines: batchFigures.engines,
    utilization: batchFigures.utilization,
    occupancy: batchFigures.occupancy,
    paddingWaste,
    decodeWaste: batchFigures.decodeWaste,
    ...load,
    loadPerWindow:
      load.offeredLoad === null
        ? null
        : loadPerWindow(
            window,
            capacity!.requestsPerSecond,
            distributions.executionMs.mean,
            options.loadWindowMs,
          ),
    limitedByWaitRule: options.ruleClosesBatches && maxBatchSize < Infinity && isLimitedByWaitRule(log),
    lossShare: lossShare(window),
    intervals,
    queueLength: queueLength(window),
    ...distributions,
    limitations: describeLimitations({ ...batchFigures, ...distributions, ...slowdown.bySize }),
    ...(options.slo && { slo: judgeSlo(window, options.slo, stable) }),
  };
  return { ...figures, remarks: remarksOf(figures, isBounded(bound)) };
}

/** Of the whole run, warm-up included: one full batch, and a larger batch size might have changed all that follows. */
function isLimitedByWaitRule({ batches, batchCount }: DecisionLog): boolean {
  const closed = batches.reason.subarray(0, batchCount);
  return closed.includes(CLOSE_REASONS.indexOf('wait')) && !closed.includes(CLOSE_REASONS.indexOf('full'));
}

/** What becomes of a request that the system owes an answer and does not give it. */
const LOST: readonly Outcome[] = ['rejected', 'expired', 'failed'];

/** Of the requests that are measured. */
function lossShare({ log, firstRequest, submitted }: RunWindow): number | null {
  if (submitted === 0) return null;
  const isLost = OUTCOMES.map((outcome) => LOST.includes(outcome));
  let lost = 0;
  for (let request = firstRequest; request < log.requestCount; request++) {
    if (isLost[log.requests.outcome[request]!]) lost++;
  }
  return lost / submitted;
}

/** Counts are of the whole run, warm-up included. */
function countRequests(log: DecisionLog): Summary['requests'] {
  const counts = OUTCOMES.map(() => 0);
  for (let request = 0; request < log.requestCount; request++) counts[log.requests.outcome[request]!]!++;
  const of = (outcome: Outcome) => counts[OUTCOMES.indexOf(outcome)]!;
  return {
    submitted: log.requestCount,
    completed: of('completed'),
    rejected: of('rejected'),
    cancelled: of('cancelled'),
    expired: of('expired'),
    failed: of('failed'),
  };
}
