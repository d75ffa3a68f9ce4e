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
 * Differences of p99 that are too small to choose by. The points of a sweep share their arrivals and lengths, so a
 * larger difference between them is real for this workload, even where the interval of each is wider.
 */
const SAME_P99 = 0.02;

/** Attained shares and goodputs closer than this are the same: they differ by a few requests at the end of the run. */
export const SAME_GOODPUT = 0.001;

/** Share of a point's requests that were lost: they are in no latency. */
export function lossOf({ lossShare }: SweepPoint): number {
  return lossShare ?? 0;
}

/**
 * The best of ranked points at one arrival rate. Where none of them lost a request, the one with the lowest p99 E2E
 * latency; of those within 2 % of it, the smallest batch.
 *
 * Where some did, the p99 is that of the requests that were served, and a point that serves fewer has it easier. So first
 * come, with an SLO, those that meet the targets for the largest share of the submitted requests (within 0.1 %); of them,
 * or without an SLO of all, those that lost the smallest share; and only among these the lowest p99.
 * @param candidates ranked points, at least one
 */
export function bestPoint<P extends SweepPoint>(candidates: readonly P[]): P {
  const loses = candidates.some((point) => lossOf(point) > 0);
  const good = loses ? mostAttained(candidates) : candidates;
  const least = Math.min(...good.map(lossOf));
  return fastest(good.filter((point) => lossOf(point) === least));
}

function mostAttained<P extends SweepPoint>(candidates: readonly P[]): readonly P[] {
  if (candidates.some(({ slo }) => slo === undefined)) return candidates;
  const attained = ({ slo }: P) => slo!.attained ?? 0;
  const most = Math.max(...candidates.map(attained));
  return candidates.filter((point) => attained(point) >= most * (1 - SAME_GOODPUT));
}

function fastest<P extends SweepPoint>(candidates: readonly P[]): P {
  const lowest = Math.min(...candidates.map((point) => point.e2eLatencyMs.p99!));
  return candidates
    .filter((point) => isAsFast(point, lowest))
    .reduce((a, b) => (b.batchSize < a.batchSize ? b : a));
}

/** Whether a ranked point's p99 E2E latency is at most 2 % above another one (ms). */
export function isAsFast(point: SweepPoint, p99: number): boolean {
  return point.e2eLatencyMs.p99! <= p99 * (1 + SAME_P99);
}

/**
 * How well one point serves its requests against another: negative when it clearly does better, 0 when they are tied.
 * The share lost decides, and between equal ones the p99 E2E latency.
 */
export function compareService(a: SweepPoint, b: SweepPoint): number {
  return lossOf(a) - lossOf(b) || compareP99(a, b);
}

/** p99 E2E latency of one point against another's: negative when clearly lower, 0 when tied. */
function compareP99(a: SweepPoint, b: SweepPoint): number {
  const [left, right] = [a.e2eLatencyMs, b.e2eLatencyMs];
  return tied(left.p99!, left.p99Ci95, right.p99!, right.p99Ci95) ? 0 : left.p99! - right.p99!;
}

function inside(value: number, interval: Interval): boolean {
  return interval !== null && interval[0] <= value && value <= interval[1];
}
