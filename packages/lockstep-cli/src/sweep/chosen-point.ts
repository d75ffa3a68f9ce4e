import { bestPoint, type RateResult, type SweepPoint, type SweepResult } from 'lockstep/simulation';

/**
 * The point of a sweep to look at more closely: at its highest rate that a point can carry, the recommended one,
 * else the knee, else the best point of the frontier, or of all where no capacity is known and so no frontier. Null
 * when no point is stable.
 */
export function chosenPoint({ points, byRate }: SweepResult): number | null {
  const known = points.some(({ capacity }) => capacity !== null);
  const candidatesOf = ({ rate, frontier }: RateResult) =>
    known ? frontier : points.flatMap((point, index) => (isRankable(point, rate) ? [index] : []));
  const carried = byRate.filter((rate) => candidatesOf(rate).length > 0);
  if (carried.length === 0) return null;
  const chosen = carried.reduce(higher);
  const { recommendation, knee } = chosen;
  if (recommendation !== null && recommendation.point !== null) return recommendation.point;
  if (knee !== null) return knee;
  return points.indexOf(bestPoint(candidatesOf(chosen).map((index) => points[index]!)));
}

function isRankable(point: SweepPoint, rate: number | null): boolean {
  return point.rate === rate && point.e2eLatencyMs.p99 !== null;
}

function higher(a: RateResult, b: RateResult): RateResult {
  return (b.rate ?? 0) > (a.rate ?? 0) ? b : a;
}
