import { ArgumentError, type DecisionLog, NO_BATCH, OUTCOMES } from '../core/index.js';

/** A whole run at a glance: counts over time, each value the time average over its bucket. */
export interface TimelineOverview {
  /** The first arrival (ms). */
  readonly fromAt: number;
  /** When the last request left or the last batch ended (ms). */
  readonly toAt: number;
  readonly bucketMs: number;
  /** Requests that had arrived and not started. */
  readonly waiting: Float64Array;
  /** Rows of the running batches, held ones among them. */
  readonly running: Float64Array;
  /** Rows that had their last token while their batch went on. */
  readonly held: Float64Array;
}

const PENDING = OUTCOMES.indexOf('pending');

/**
 * Folds a run into at most `buckets` equal stretches of time. One rule for every value: the integral of the
 * count over the bucket, divided by the bucket's width, so that areas are exact (the waiting ones sum up to
 * Σ queue delay). Takes time in proportion to the requests, whatever their number; leaves out requests that
 * are still pending.
 * @param options.buckets an integer ≥ 1 (default 400)
 * @throws ArgumentError for another number of buckets
 */
export function timelineOverview(
  log: DecisionLog,
  options: { readonly buckets?: number } = {},
): TimelineOverview {
  const buckets = options.buckets ?? 400;
  if (!Number.isSafeInteger(buckets) || buckets < 1) {
    throw new ArgumentError(`timeline overview: expected a whole number of buckets ≥ 1, got ${buckets}`);
  }
  const fromAt = log.requestCount === 0 ? 0 : log.requests.arrivedAt[0]!;
  const toAt = lastInstant(log, fromAt);
  const bucketMs = (toAt - fromAt) / buckets;
  const waiting = new CountOverTime(fromAt, bucketMs, buckets);
  const running = new CountOverTime(fromAt, bucketMs, buckets);
  const held = new CountOverTime(fromAt, bucketMs, buckets);

  const { requests, batches } = log;
  for (let request = 0; request < log.requestCount; request++) {
    if (requests.outcome[request] === PENDING) continue;
    const batch = requests.batch[request]!;
    const finishedAt = requests.finishedAt[request]!;
    const waitedUntil = log.waitedUntil(request);
    waiting.add(requests.arrivedAt[request]!, waitedUntil);
    if (batch === NO_BATCH) {
      running.add(waitedUntil, finishedAt);
    } else {
      running.add(batches.startedAt[batch]!, batches.endedAt[batch]!);
      held.add(finishedAt, batches.endedAt[batch]!);
    }
  }
  return {
    fromAt,
    toAt,
    bucketMs,
    waiting: waiting.averages(),
    running: running.averages(),
    held: held.averages(),
  };
}

function lastInstant({ requests, requestCount, batches, batchCount }: DecisionLog, fromAt: number): number {
  let last = fromAt;
  for (let request = 0; request < requestCount; request++) {
    if (requests.finishedAt[request]! > last) last = requests.finishedAt[request]!;
  }
  for (let batch = 0; batch < batchCount; batch++) {
    if (batches.endedAt[batch]! > last) last = batches.endedAt[batch]!;
  }
  return last;
}

/** Integrates a count of overlapping intervals: each end of an interval costs two additions, however long it is. */
class CountOverTime {
  /** What steps within a bucket add to that bucket alone, in bucket widths. */
  private readonly partial: Float64Array;
  /** What the count has changed by when a bucket begins. */
  private readonly step: Float64Array;

  constructor(
    private readonly fromAt: number,
    private readonly bucketMs: number,
    private readonly buckets: number,
  ) {
    this.partial = new Float64Array(buckets);
    this.step = new Float64Array(buckets + 1);
  }

  add(from: number, to: number): void {
    if (this.bucketMs === 0) return;
    this.change(from, 1);
    this.change(to, -1);
  }

  averages(): Float64Array {
    let count = 0;
    return this.partial.map((partial, bucket) => {
      count += this.step[bucket]!;
      // Rounding may leave a bucket that nobody waited in at -1e-12.
      return Math.max(0, count + partial);
    });
  }

  private change(at: number, by: number): void {
    const position = (at - this.fromAt) / this.bucketMs;
    const bucket = Math.min(this.buckets - 1, Math.floor(position));
    this.partial[bucket]! += by * (bucket + 1 - position);
    this.step[bucket + 1]! += by;
  }
}
