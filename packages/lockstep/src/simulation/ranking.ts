import type { Interval } from '../metrics/index.js';
import type { SweepPoint } from './sweep-result.js';

/** Whether a point may be ranked at all: it is not unstable, and requests completed. */
export function isRanked(point: SweepPoint): boolean {
  return point.stable !== false && point.e2eLatencyMs.p99 !== null;
}

/** Whether two estimates cannot be told apart: one lies inside the other's 95 % interval, or they are equal. */
export function tied(a: number, aInterval: Interval, b: number, bInterval: Interval): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(a) || inside(a, bInterval) || inside(b, aInterval);
}

/**
 * Differences of p99 that nobody would choose by. The points of a sweep share their arrivals and lengths, so a
 * larger difference between them is real for this workload, even where the interval of each is wider.
 */
const SAME_P99 = 0.02;

/**
 * The ranked point with the lowest p99 E2E latency; of those within 2 % of it, the one with the smallest batch.
 * @param candidates ranked points, at least one
 */
export function fastest<P extends SweepPoint>(candidates: readonly P[]): P {
  const lowest = Math.min(...candidates.map((point) => point.e2eLatencyMs.p99!));
  return candidates
    .filter((point) => isAsFast(point, lowest))
    .reduce((a, b) => (b.batchSize < a.batchSize ? b : a));
}

/** Whether a ranked point's p99 E2E latency is at most 2 % above another one (ms). */
export function isAsFast(point: SweepPoint, p99: number): boolean {
  return point.e2eLatencyMs.p99! <= p99 * (1 + SAME_P99);
}

/** p99 E2E latency of one point against another's: negative when clearly lower, 0 when tied. */
export function compareP99(a: SweepPoint, b: SweepPoint): number {
  const [left, right] = [a.e2eLatencyMs, b.e2eLatencyMs];
  return tied(left.p99!, left.p99Ci95, right.p99!, right.p99Ci95) ? 0 : left.p99! - right.p99!;
}

function inside(value: number, interval: Interval): boolean {
  return interval !== null && interval[0] <= value && value <= interval[1];
}
