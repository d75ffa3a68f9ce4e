import type { SweepGroup, SweepPoint, SweepRemark } from './sweep-result.js';

/**
 * What a sweep found in a group of points, and what a reader has to know of it: every output takes its remarks from
 * here, so that none has one that another lacks.
 * @param points those of the whole sweep
 */
export function sweepRemarks(
  points: readonly SweepPoint[],
  { points: members, frontier, knee, recommendation }: Omit<SweepGroup, 'remarks'>,
): SweepRemark[] {
  const about = (kind: SweepRemark['kind'], is: (point: SweepPoint) => boolean): SweepRemark => ({
    kind,
    points: members.filter((index) => is(points[index]!)),
  });
  const remarks: SweepRemark[] = [
    { kind: 'frontier', points: frontier },
    { kind: 'knee', points: knee === null ? [] : [knee] },
    about('unstable', ({ stable }) => stable === false),
    about('lost', ({ lossShare }) => lossShare !== null && lossShare > 0),
    about('peaks', hasPeaks),
    about('extrapolated', ({ batches }) => batches.extrapolated > 0),
    about('limited', ({ limitedByWaitRule }) => limitedByWaitRule),
    // Where there is no frontier at all, an unbounded batch does not miss on it.
    about('unbounded', ({ capacity, batchSize }) => {
      return frontier.length > 0 && capacity === null && batchSize === Infinity;
    }),
  ];
  const recommended = recommendation?.point ?? null;
  return [
    ...(recommendation === null
      ? []
      : [{ kind: 'recommended' as const, points: recommended === null ? [] : [recommended] }]),
    ...remarks.filter((remark) => remark.points.length > 0),
  ];
}

function hasPeaks({ stable, offeredLoad, loadPerWindow }: SweepPoint): boolean {
  return stable === true && offeredLoad! < 1 && loadPerWindow !== null && loadPerWindow.peak > 1;
}
