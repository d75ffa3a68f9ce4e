import { compareFixedSizes } from './fixed-batch-size.js';
import { frontierOf, kneeOf } from './frontier.js';
import { recommend } from './recommendation.js';
import type { Coordinates, SweepAxis } from './sweep-axis.js';
import { sweepRemarks } from './sweep-remarks.js';
import type { SweepGroup, SweepPoint, SweepResult } from './sweep-result.js';

/**
 * What the points of a sweep say together. Points are compared where all that differs between them is a choice.
 * @param axes of the sweep, each with at least one value
 * @param points in the order of their plan; some may be missing
 */
export function mergeSweep(axes: readonly SweepAxis[], points: readonly SweepPoint[]): SweepResult {
  const groups = grouped(axes, points).map(({ conditions, members }): SweepGroup => {
    const frontier = frontierOf(points, members);
    const slo = members.map((index) => points[index]!.slo).find((each) => each !== undefined);
    const found = {
      conditions,
      points: members,
      frontier,
      knee: kneeOf(points, frontier),
      recommendation: slo === undefined ? null : recommend(axes, points, members),
    };
    return { ...found, remarks: sweepRemarks(points, found) };
  });
  return { axes, points, groups, limitations: { fixedBatchSize: compareFixedSizes(axes, points) } };
}

/** The points by their conditions, in the order in which these come first. */
function grouped(
  axes: readonly SweepAxis[],
  points: readonly SweepPoint[],
): { conditions: Coordinates; members: number[] }[] {
  const names = axes.filter(({ role }) => role === 'condition').map(({ option }) => option);
  const groups = new Map<string, { conditions: Coordinates; members: number[] }>();
  points.forEach(({ coordinates }, index) => {
    const values = names.map((name) => coordinates[name]!);
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group !== undefined) return void group.members.push(index);
    const conditions = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
    groups.set(key, { conditions, members: [index] });
  });
  return [...groups.values()];
}
