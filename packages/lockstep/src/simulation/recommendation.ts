import { bestPoint, isAsFast, isRanked, lossOf, SAME_GOODPUT } from './ranking.js';
import type { SweepAxis } from './sweep-axis.js';
import type { NotRecommended, Recommendation, Recommended, SweepPoint } from './sweep-result.js';

/**
 * Which point of a group to run under its SLO: the best of those that meet it (see `bestPoint`), and why its
 * neighbors are not better.
 * @param members indices of points that can be compared, all with targets
 */
export function recommend(
  axes: readonly SweepAxis[],
  points: readonly SweepPoint[],
  members: readonly number[],
): Recommendation {
  const meeting = members.filter((i) => isRanked(points[i]!) && points[i]!.slo?.met === true);
  if (meeting.length === 0) return noneOf(points, members);
  const chosen = bestPoint(meeting.map((i) => points[i]!));
  const best = points.indexOf(chosen);
  return {
    point: best,
    neighbors: neighbors(axes, points, members, best).map((point) => ({
      point,
      code: whyNot(points[point]!, chosen),
    })),
  };
}

/**
 * The axis along which neighbors of a point are looked at: batch sizes, or where there is one alone the first choice whose
 * values are quantities. Null where no choice has an order.
 */
export function neighborAxis(axes: readonly SweepAxis[]): SweepAxis | null {
  return (
    axes.find(({ role, amounts, values }) => role === 'choice' && amounts !== null && values.length > 1) ??
    null
  );
}

/** The points with the next smaller and the next larger value, all other choices being equal. */
function neighbors(
  axes: readonly SweepAxis[],
  points: readonly SweepPoint[],
  members: readonly number[],
  best: number,
): number[] {
  const along = neighborAxis(axes);
  if (along === null) return [];
  const { option, values, amounts } = along;
  const at = (index: number) => amounts![values.indexOf(points[index]!.coordinates[option]!)]!;
  const others = axes.map((axis) => axis.option).filter((each) => each !== option);
  const same = members
    .filter((i) => others.every((each) => points[i]!.coordinates[each] === points[best]!.coordinates[each]))
    .sort((i, j) => at(i) - at(j));
  const place = same.indexOf(best);
  return [same[place - 1], same[place + 1]].filter((i) => i !== undefined);
}

/** Why a point is not chosen, in the order in which points are compared. */
function whyNot(point: SweepPoint, chosen: SweepPoint): Recommended['neighbors'][number]['code'] {
  if (point.stable === false) return 'unstable';
  if (!isRanked(point)) return 'none-completed';
  const { attained, met } = point.slo!;
  if (!met) return 'misses';
  const losesSome = lossOf(point) > 0 || lossOf(chosen) > 0;
  if (losesSome && attained! < chosen.slo!.attained! * (1 - SAME_GOODPUT)) return 'attains-less';
  if (lossOf(point) > lossOf(chosen)) return 'loses-more';
  return isAsFast(point, chosen.e2eLatencyMs.p99!) ? 'as-fast' : 'slower';
}

function noneOf(points: readonly SweepPoint[], members: readonly number[]): NotRecommended {
  if (members.every((i) => points[i]!.stable === false)) {
    return { point: null, code: 'none-stable', nearest: null };
  }
  const ranked = members.filter((i) => isRanked(points[i]!) && (points[i]!.slo?.attained ?? null) !== null);
  if (ranked.length === 0) return { point: null, code: 'none-completed', nearest: null };
  const attained = (i: number) => points[i]!.slo!.attained!;
  const nearest = ranked.reduce((a, b) => (attained(b) > attained(a) ? b : a));
  return { point: null, code: 'none-meets', nearest };
}
