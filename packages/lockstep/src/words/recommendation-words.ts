import { percent, percentBeside } from '../metrics/index.js';
import {
  lossOf,
  neighborAxis,
  type Recommendation,
  type SweepGroup,
  type SweepPoint,
  type SweepResult,
} from '../simulation/index.js';
import { axisValueInWords, choiceInWords, p99InWords } from './point-words.js';

/** Which point to run and why not its neighbors, or why none. */
export function recommendationInWords(
  result: SweepResult,
  group: Pick<SweepGroup, 'points'>,
  recommendation: Recommendation,
): string {
  if (recommendation.point === null) return whyNone(result, group, recommendation);
  const { points } = result;
  const chosen = points[recommendation.point]!;
  const { attained, attainment } = chosen.slo!;
  const along = neighborAxis(result.axes);
  const reasons = recommendation.neighbors.map(({ point, code }) => {
    const neighbor = points[point]!;
    return `${axisValueInWords(along!, neighbor.coordinates[along!.option]!)} ${whyNot(code, neighbor, chosen)}`;
  });
  return [
    `${choiceInWords(result, chosen)} meets the SLO for ${percent(attained)} of requests ` +
      `(asked: ${percent(attainment)}), with a p99 of ${p99InWords(chosen)}`,
    ...reasons,
  ].join('; ');
}

type Code = Extract<Recommendation, { neighbors: unknown }>['neighbors'][number]['code'];

function whyNot(code: Code, point: SweepPoint, chosen: SweepPoint): string {
  switch (code) {
    case 'unstable':
      return 'is unstable';
    case 'none-completed':
      return 'completed nothing';
    case 'misses':
      return `meets the SLO for only ${percentBeside(point.slo!.attained!, point.slo!.attainment)}`;
    case 'attains-less':
      return `meets the SLO for ${percentBeside(point.slo!.attained!, chosen.slo!.attained!)}`;
    case 'loses-more':
      return `loses ${percentBeside(lossOf(point), lossOf(chosen))} of its requests`;
    case 'slower':
      return `has a p99 of ${p99InWords(point)}`;
    case 'as-fast':
      return `has a p99 of ${p99InWords(point)}, within 2 %`;
  }
}

function whyNone(
  result: SweepResult,
  group: Pick<SweepGroup, 'points'>,
  { code, nearest }: Extract<Recommendation, { point: null }>,
): string {
  if (code === 'none-stable') return 'No point is stable, so none can meet the SLO.';
  const hasUnstable = group.points.some((index) => result.points[index]!.stable === false);
  const which = hasUnstable ? 'stable point' : 'point';
  if (code === 'none-completed') return `No ${which} completed a request, so none can meet the SLO.`;
  const point = result.points[nearest!]!;
  const { attained, attainment } = point.slo!;
  return (
    `No ${which} meets the SLO for ${percent(attainment)} of requests; nearest is ` +
    `${choiceInWords(result, point)} with ${percentBeside(attained!, attainment)}.`
  );
}
