import { bestPoint, type SweepGroup, type SweepResult } from 'lockstep/simulation';

/**
 * The point of a sweep to look at more closely: at its highest rate that a point can carry, the recommended one,
 * else the knee, else the best point of the frontier, or of all where no capacity is known and so no frontier. Of other
 * conditions the first one that a point can carry. Null when no point is stable.
 */
export function chosenPoint({ points, groups }: SweepResult): number | null {
  const known = points.some(({ capacity }) => capacity !== null);
  const candidatesOf = ({ points: members, frontier }: SweepGroup) =>
    known ? frontier : members.filter((index) => points[index]!.e2eLatencyMs.p99 !== null);
  const carried = groups.filter((group) => candidatesOf(group).length > 0);
  if (carried.length === 0) return null;
  const rateOf = (group: SweepGroup) => points[group.points[0]!]!.rate ?? 0;
  const chosen = carried.reduce((a, b) => (rateOf(b) > rateOf(a) ? b : a));
  const { recommendation, knee } = chosen;
  if (recommendation !== null && recommendation.point !== null) return recommendation.point;
  if (knee !== null) return knee;
  return points.indexOf(bestPoint(candidatesOf(chosen).map((index) => points[index]!)));
}
