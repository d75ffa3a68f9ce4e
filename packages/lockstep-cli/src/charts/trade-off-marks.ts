import type { SweepGroup, SweepPoint } from 'lockstep/simulation';
import { dodged, type Spot } from './dodge.js';
import { isUnstable } from './sweep-points.js';
import { markOf, type Plot } from './trade-off-plot.js';

/** A point as it is drawn, in px from the left top corner of its panel. */
export interface DrawnPoint extends Spot {
  readonly point: SweepPoint;
  readonly isOnFrontier: boolean;
  readonly isKnee: boolean;
  /** The mark's area, as Vega has it. */
  readonly size: number;
  readonly fill: string;
  readonly stroke: string;
  readonly shape: string;
}

const LARGE = 100;
const SMALL = 42;
const HOLLOW = 75;
/** Of a knee's ring. */
export const RING = 260;

/** Room at the right for the unstable points, whose p99 says nothing; series that share a capacity stand side by side. */
const STRIP = { gap: 14, margin: 12, perSeries: 13, label: 27 };

/** How wide that room is for so many series (px). */
export function gutterFor(series: number): number {
  return STRIP.gap + Math.max(64, STRIP.margin + series * STRIP.perSeries + STRIP.label);
}

export function stripOf({ width, gutter }: Plot): { from: number; to: number; labelX: number } {
  return { from: width + STRIP.gap, to: width + gutter, labelX: width + gutter - STRIP.label + 2 };
}

/** Where a stable point with such figures stands. */
export function spotOf({ capacity, e2eLatencyMs }: SweepPoint, { x, y, unitMs, width, height }: Plot): Spot {
  return {
    x: x.position(e2eLatencyMs.p99! / unitMs, width),
    y: height - y.position(capacity!.requestsPerSecond, height),
  };
}

/** Where an unstable point stands, by its capacity alone. */
export function spotInStrip(point: SweepPoint, { y, height, width, series, seriesOf }: Plot): Spot {
  return {
    x: width + STRIP.gap + STRIP.margin + Math.max(0, series.indexOf(seriesOf(point))) * STRIP.perSeries,
    y: height - y.position(point.capacity!.requestsPerSecond, height),
  };
}

/** The stable points of a group; those that would cover one another are moved apart. */
export function stableMarks(points: readonly SweepPoint[], group: SweepGroup, plot: Plot): DrawnPoint[] {
  const stable = group.points.filter((index) => hasPlace(points[index]!) && !isUnstable(points[index]!));
  const marks = stable.map((index) => {
    const point = points[index]!;
    const isOnFrontier = group.frontier.includes(index);
    return {
      point,
      isOnFrontier,
      isKnee: group.knee === index,
      size: isOnFrontier ? LARGE : SMALL,
      ...spotOf(point, plot),
      ...markOf(plot.look, plot.series.indexOf(plot.seriesOf(point))),
    };
  });
  return dodged(marks, plot.height);
}

/** The unstable points of a group, hollow, in the strip at the right. */
export function unstableMarks(points: readonly SweepPoint[], group: SweepGroup, plot: Plot): DrawnPoint[] {
  const unstable = group.points
    .map((index) => points[index]!)
    .filter((point) => hasPlace(point) && isUnstable(point));
  const marks = unstable.map((point) => ({
    point,
    isOnFrontier: false,
    isKnee: false,
    size: HOLLOW,
    ...spotInStrip(point, plot),
    ...markOf(plot.look, plot.series.indexOf(plot.seriesOf(point))),
    fill: plot.look.palette.background,
  }));
  return dodged(marks, plot.height);
}

/** How far a mark reaches from its middle (px). */
export function reachOf({ size, isKnee }: DrawnPoint): number {
  return Math.sqrt((isKnee ? RING : size) / Math.PI) + 1;
}

/** Whether a point has the figures that give it a place. */
export function hasPlace({ capacity, e2eLatencyMs }: SweepPoint): boolean {
  return capacity !== null && e2eLatencyMs.p99 !== null;
}
