import { type DecisionLog, OUTCOMES, type Outcome } from '../core/index.js';
import { describeBatches } from './batch-figures.js';
import { Describer } from './describer.js';
import { describeLimitations } from './limitations.js';
import { queueLength } from './queue-length.js';
import type { Release } from './release.js';
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
  /** Execution of a request alone in a batch (ms); without it there is no slowdown. */
  readonly aloneMs?: AloneMs;
  readonly extrapolatedBatches?: number;
  readonly slo?: Slo;
}

/** Folds a run's log into its numbers; docs/metrics.md gives each formula. */
export function summarize(log: DecisionLog, options: SummaryOptions): Summary {
  const window = new RunWindow(log, options.release, options.warmup ?? 0);
  const offeredLoad = offered(window, options);
  const stable = offeredLoad === null ? null : offeredLoad < 1;
  const describer = new Describer(window, stable !== false);
  const e2eLatencyMs = describer.requests(measures.e2eLatencyMs);
  const batchFigures = describeBatches(window, options.maxBatchSize);
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
  const { closedBy, count } = batchFigures.batches;
  return {
    requests: countRequests(log),
    batches: { ...batchFigures.batches, extrapolated: options.extrapolatedBatches ?? 0 },
    makespanMs: window.completed === 0 ? null : window.makespanMs,
    throughput: throughput(window, stable !== false),
    capacity: options.capacity,
    utilization: batchFigures.utilization,
    occupancy: batchFigures.occupancy,
    paddingWaste: batchFigures.paddingWaste,
    decodeWaste: batchFigures.decodeWaste,
    offeredLoad,
    stable,
    limitedByWaitRule:
      options.ruleClosesBatches && stable !== false && count > 0 && closedBy.full / count < 0.01,
    queueLength: queueLength(window),
    ...distributions,
    limitations: describeLimitations({ ...batchFigures, ...distributions, ...slowdown.bySize }),
    ...(options.slo && { slo: judgeSlo(window, options.slo, stable) }),
  };
}

/** Arrival rate over capacity, the rate being (n − 1) / (last − first arrival). */
function offered(window: RunWindow, { capacity, openLoop }: SummaryOptions): number | null {
  const { log, firstRequest, submitted } = window;
  if (capacity === null || !openLoop || submitted < 2) return null;
  const spanMs = log.requests.arrivedAt[log.requestCount - 1]! - log.requests.arrivedAt[firstRequest]!;
  if (spanMs === 0) return null;
  return ((submitted - 1) * 1000) / spanMs / capacity.requestsPerSecond;
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
