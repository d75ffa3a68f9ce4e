import type { RateResult, SweepResult } from 'lockstep/simulation';

/**
 * The point of a sweep to look at more closely: at its highest rate that a point can carry, the recommended one,
 * else the knee, else the lowest p99. Null when no point is stable.
 */
export function chosenPoint({ points, byRate }: SweepResult): number | null {
  const carried = byRate.filter(({ frontier }) => frontier.length > 0);
  if (carried.length === 0) return null;
  const { recommendation, knee, frontier } = carried.reduce(higher);
  if (recommendation !== null && recommendation.point !== null) return recommendation.point;
  if (knee !== null) return knee;
  const p99 = (index: number) => points[index]!.e2eLatencyMs.p99!;
  return frontier.reduce((best, each) => (p99(each) < p99(best) ? each : best));
}

function higher(a: RateResult, b: RateResult): RateResult {
  return (b.rate ?? 0) > (a.rate ?? 0) ? b : a;
}
