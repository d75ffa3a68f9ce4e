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
  const spans = timelineSpans(log, isWhole ? { count: WHOLE } : middleOf(log));
  const originAt = log.requests.arrivedAt[0]!;
  const firstArrival = Math.min(...spans.map(({ arrivedAt }) => arrivedAt)) - originAt;
  const to = Math.max(...spans.map(({ waitedUntil, row }) => row?.batchEndedAt ?? waitedUntil)) - originAt;
  const firstStart = Math.min(...spans.map(({ waitedUntil }) => waitedUntil)) - originAt;
  const from = isWhole ? firstArrival : Math.max(firstArrival, firstStart - (to - firstStart));
  return {
    spans,
    isWhole,
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
  const middle = Math.floor(log.requestCount / 2);
  let batch = log.requests.batch[middle]!;
  if (batch === NO_BATCH) return { from: middle, count: LEAST };
  const from = Math.min(...log.membersOf(batch));
  let count = 0;
  for (; count < LEAST && batch < log.batchCount; batch++) {
    const withNext = Math.max(...log.membersOf(batch)) + 1 - from;
    if (count > 0 && withNext > MOST) break;
    count = Math.max(count, withNext);
  }
  return { from, count: Math.min(count, MOST) };
}
