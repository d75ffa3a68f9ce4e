import { inWords, percent, type Slo } from '../metrics/index.js';
import { fastest, isAsFast, isRanked } from './ranking.js';
import type { Recommendation, SweepPoint } from './sweep-result.js';

/**
 * Which point of one arrival rate to run under an SLO: of those that meet it the one with the lowest p99 E2E
 * latency, of those within 2 % the smallest batch; and why its neighbors in batch size are worse.
 * @param candidates indices of points of one arrival rate
 */
export function recommend(
  points: readonly SweepPoint[],
  candidates: readonly number[],
  slo: Slo,
): Recommendation {
  const meeting = candidates.filter((i) => isRanked(points[i]!) && points[i]!.slo?.met === true);
  if (meeting.length === 0) return { point: null, reason: whyNone(points, candidates, slo) };
  const chosen = fastest(meeting.map((i) => points[i]!));
  const best = points.indexOf(chosen);
  const reasons = neighbors(points, candidates, best).map((i) => whyWorse(points[i]!, chosen));
  return {
    point: best,
    reason: [
      `${nameOf(chosen)} meets the SLO for ${percent(chosen.slo!.attained)} of requests ` +
        `(asked: ${percent(slo.attainment)}), with a p99 of ${inWords(p99(chosen))}`,
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

function whyWorse(point: SweepPoint, chosen: SweepPoint): string {
  const name = `batch size ${sizeOf(point)}`;
  if (point.stable === false) return `${name} is unstable`;
  if (!isRanked(point)) return `${name} completed nothing`;
  if (point.slo?.met !== true) return `${name} meets the SLO for only ${percent(point.slo!.attained)}`;
  if (!isAsFast(point, p99(chosen))) return `${name} has a p99 of ${inWords(p99(point))}`;
  return `${name} is no faster`;
}

function whyNone(points: readonly SweepPoint[], candidates: readonly number[], slo: Slo): string {
  const ranked = candidates.filter(
    (i) => isRanked(points[i]!) && (points[i]!.slo?.attained ?? null) !== null,
  );
  if (ranked.length === 0) return 'No point is stable, so none can meet the SLO.';
  const nearest = ranked.reduce((a, b) => (points[b]!.slo!.attained! > points[a]!.slo!.attained! ? b : a));
  return (
    `No point meets the SLO for ${percent(slo.attainment)} of requests; nearest is ` +
    `${nameOf(points[nearest]!)} with ${percent(points[nearest]!.slo!.attained)}.`
  );
}

function nameOf(point: SweepPoint): string {
  return `batch size ${sizeOf(point)} with ${point.wait}`;
}

function sizeOf(point: SweepPoint): string {
  return point.batchSize === Infinity ? 'unbounded' : String(point.batchSize);
}

function p99(point: SweepPoint): number {
  return point.e2eLatencyMs.p99!;
}
