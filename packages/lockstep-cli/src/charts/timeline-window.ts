import { type DecisionLog, NO_BATCH } from 'lockstep/core';
import { type RequestSpan, timelineSpans } from 'lockstep/metrics';
import { type TimeUnit, timeUnit } from './axis.js';

/** Runs of at most this many requests are shown whole. */
const WHOLE = 120;
/** Of longer ones, whole batches from the middle, where the start no longer shows: at least and at most so many. */
const LEAST = 80;
const MOST = 200;

/** The stretch of a run that a timeline shows in detail. Times in ms since the first arrival. */
export interface TimelineWindow {
  readonly spans: readonly RequestSpan[];
  readonly isWhole: boolean;
  /** Requests that were never run are left out: there may be so many that the others could not be seen. */
  readonly hasRunOnly: boolean;
  readonly from: number;
  readonly to: number;
  /** When the first batch of the window started. */
  readonly firstStart: number;
  /** Some bars began before `from`: a queue so long that it would press everything else together. */
  readonly isCut: boolean;
  /** The unit in which this stretch reads well. */
  readonly unit: TimeUnit;
  /** The first arrival, on the log's clock. */
  readonly originAt: number;
}

export function timelineWindow(log: DecisionLog): TimelineWindow {
  const isWhole = log.requestCount <= WHOLE;
  const all = timelineSpans(log, isWhole ? { count: WHOLE } : middleOf(log));
  const run = all.filter(({ row }) => row !== null);
  const hasRunOnly = all.length > MOST && run.length > 0 && run.length < all.length;
  const spans = (hasRunOnly ? run : all).slice(0, MOST);
  const originAt = log.requests.arrivedAt[0]!;
  const firstArrival = Math.min(...spans.map(({ arrivedAt }) => arrivedAt)) - originAt;
  const to = Math.max(...spans.map(({ waitedUntil, row }) => row?.batchEndedAt ?? waitedUntil)) - originAt;
  const firstStart = Math.min(...spans.map(({ waitedUntil }) => waitedUntil)) - originAt;
  const from = isWhole ? firstArrival : Math.max(firstArrival, firstStart - (to - firstStart));
  return {
    spans,
    isWhole,
    hasRunOnly,
    from,
    to,
    firstStart,
    isCut: from > firstArrival,
    unit: timeUnit(to - from),
    originAt,
  };
}

/** From the first request of the middle request's batch to the last of a later one; with keys batches may overlap. */
function middleOf(log: DecisionLog): { from: number; count: number } {
  if (log.batchCount === 0) return { from: Math.floor(log.requestCount / 2), count: LEAST };
  let batch = middleBatchOf(log);
  const from = log.membersOf(batch)[0]!;
  let end = from;
  for (let rows = 0; rows < LEAST && batch < log.batchCount; batch++) {
    const members = log.membersOf(batch);
    if (rows > 0 && rows + members.length > MOST) break;
    rows += members.length;
    end = Math.max(end, members.at(-1)! + 1);
  }
  return { from, count: end - from };
}

/** The batch of the middle request or, where that was never run, of the next one that was. */
function middleBatchOf(log: DecisionLog): number {
  for (let request = Math.floor(log.requestCount / 2); request < log.requestCount; request++) {
    const batch = log.requests.batch[request]!;
    if (batch !== NO_BATCH) return batch;
  }
  return log.batchCount - 1;
}
