import type { RateResult, SweepPoint } from 'lockstep/simulation';
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

/** Room at the right for the unstable points, whose p99 says nothing; rules that share a capacity stand side by side. */
const STRIP = { gap: 14, margin: 12, perRule: 13, label: 27 };

/** How wide that room is for so many wait rules (px). */
export function gutterFor(waits: number): number {
  return STRIP.gap + Math.max(64, STRIP.margin + waits * STRIP.perRule + STRIP.label);
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
export function spotInStrip({ capacity, wait }: SweepPoint, { y, height, width, waits }: Plot): Spot {
  return {
    x: width + STRIP.gap + STRIP.margin + Math.max(0, waits.indexOf(wait)) * STRIP.perRule,
    y: height - y.position(capacity!.requestsPerSecond, height),
  };
}

/** The stable points of one arrival rate; those that would cover one another are moved apart. */
export function stableMarks(points: readonly SweepPoint[], rate: RateResult, plot: Plot): DrawnPoint[] {
  const stable = points.filter((point) => isOf(point, rate) && hasPlace(point) && !isUnstable(point));
  const marks = stable.map((point) => {
    const index = points.indexOf(point);
    const isOnFrontier = rate.frontier.includes(index);
    return {
      point,
      isOnFrontier,
      isKnee: rate.knee === index,
      size: isOnFrontier ? LARGE : SMALL,
      ...spotOf(point, plot),
      ...markOf(plot.look, plot.waits.indexOf(point.wait)),
    };
  });
  return dodged(marks, plot.height);
}

/** The unstable points of one arrival rate, hollow, in the strip at the right. */
export function unstableMarks(points: readonly SweepPoint[], rate: RateResult, plot: Plot): DrawnPoint[] {
  const unstable = points.filter((point) => isOf(point, rate) && hasPlace(point) && isUnstable(point));
  const marks = unstable.map((point) => ({
    point,
    isOnFrontier: false,
    isKnee: false,
    size: HOLLOW,
    ...spotInStrip(point, plot),
    ...markOf(plot.look, plot.waits.indexOf(point.wait)),
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

function isOf(point: SweepPoint, { rate }: RateResult): boolean {
  return point.rate === rate;
}
