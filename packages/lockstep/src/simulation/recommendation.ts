import { inWords, percent, percentBeside, type Slo } from '../metrics/index.js';
import { lossInWords, pointInWords, sizeInWords } from './point-words.js';
import { bestPoint, isAsFast, isRanked, lossOf, SAME_GOODPUT } from './ranking.js';
import type { Recommendation, SweepPoint } from './sweep-result.js';

/**
 * Which point of one arrival rate to run under an SLO: the best of those that meet it (see `bestPoint`), and why its
 * neighbors in batch size are not better.
 * @param candidates indices of points of one arrival rate
 */
export function recommend(
  points: readonly SweepPoint[],
  candidates: readonly number[],
  slo: Slo,
): Recommendation {
  const meeting = candidates.filter((i) => isRanked(points[i]!) && points[i]!.slo?.met === true);
  if (meeting.length === 0) {
    return {
      point: null,
      reason: whyNone(
        candidates.map((i) => points[i]!),
        slo,
      ),
    };
  }
  const chosen = bestPoint(meeting.map((i) => points[i]!));
  const best = points.indexOf(chosen);
  const reasons = neighbors(points, candidates, best).map((i) => whyNotBetter(points[i]!, chosen));
  return {
    point: best,
    reason: [
      `${pointInWords(chosen)} meets the SLO for ${percent(chosen.slo!.attained)} of requests ` +
        `(asked: ${percent(slo.attainment)}), with a p99 of ${inWords(p99(chosen))}${lossInWords(chosen)}`,
      ...reasons,
    ].join('; '),
  };
}

/** The points with the next smaller and the next larger batch under the same wait rule. */
function neighbors(points: readonly SweepPoint[], candidates: readonly number[], best: number): number[] {
  const same = candidates
    .filter((i) => points[i]!.wait === points[best]!.wait)
    .sort((i, j) => points[i]!.batchSize - points[j]!.batchSize);
  const place = same.indexOf(best);
  return [same[place - 1], same[place + 1]].filter((i) => i !== undefined);
}

/** Why a point is not chosen, in the order in which points are compared. */
function whyNotBetter(point: SweepPoint, chosen: SweepPoint): string {
  const name = `batch size ${sizeInWords(point.batchSize)}`;
  if (point.stable === false) return `${name} is unstable`;
  if (!isRanked(point)) return `${name} completed nothing`;
  const { attained, attainment, met } = point.slo!;
  if (!met) return `${name} meets the SLO for only ${percentBeside(attained!, attainment)}`;
  const losesSome = lossOf(point) > 0 || lossOf(chosen) > 0;
  if (losesSome && attained! < chosen.slo!.attained! * (1 - SAME_GOODPUT)) {
    return `${name} meets the SLO for ${percentBeside(attained!, chosen.slo!.attained!)}`;
  }
  if (lossOf(point) > lossOf(chosen)) {
    return `${name} loses ${percentBeside(lossOf(point), lossOf(chosen))} of its requests`;
  }
  const figures = `${name} has a p99 of ${inWords(p99(point))}${lossInWords(point)}`;
  return isAsFast(point, p99(chosen)) ? `${figures}, within 2 %` : figures;
}

function whyNone(points: readonly SweepPoint[], slo: Slo): string {
  const unstable = points.filter(({ stable }) => stable === false);
  if (unstable.length === points.length) return 'No point is stable, so none can meet the SLO.';
  const which = unstable.length === 0 ? 'point' : 'stable point';
  const ranked = points.filter((point) => isRanked(point) && (point.slo?.attained ?? null) !== null);
  if (ranked.length === 0) return `No ${which} completed a request, so none can meet the SLO.`;
  const nearest = ranked.reduce((a, b) => (b.slo!.attained! > a.slo!.attained! ? b : a));
  return (
    `No ${which} meets the SLO for ${percent(slo.attainment)} of requests; nearest is ` +
    `${pointInWords(nearest)} with ${percentBeside(nearest.slo!.attained!, slo.attainment)}.`
  );
}

function p99(point: SweepPoint): number {
  return point.e2eLatencyMs.p99!;
}
