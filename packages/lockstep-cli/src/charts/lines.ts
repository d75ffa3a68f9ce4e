import type { Interval } from 'lockstep/metrics';
import type { Axis } from './axis.js';
import type { XAxis } from './x-axis.js';
import type { Look } from './chart.js';
import { given, pixels } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { spread } from './place-labels.js';
import { textWidth } from './text-width.js';

/** Between the last value of x and the names of the lines (px). */
const LABEL_GAP = 14;
/** The size of a point, as an area. */
const DOT = 52;
/** How wide a ring is at most, and all rings around a point together (px). */
const MOST_RING = 2.4;
const RINGS = 9;

export interface Series {
  readonly label: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  /** A label of the x axis. */
  readonly x: string;
  /** Null where there is nothing to show. */
  readonly y: number | null;
  readonly interval?: Interval;
  readonly unstable: boolean;
}

interface Plot {
  readonly look: Look;
  readonly x: XAxis;
  readonly y: Axis;
  /** The encoding of the field `y`. */
  readonly yEncoding: Layer;
  readonly height: number;
}

type Drawn = SeriesPoint & { readonly y: number };

/**
 * Lines along x in straight segments, each named at its right end. Values that are no quantities have points alone: nothing
 * lies between them. Unstable points are hollow and their segments faint; what lies beyond the axis is a hollow triangle
 * at its end.
 */
export function lines(series: readonly Series[], plot: Plot): Layer[] {
  const { look, x, y, yEncoding } = plot;
  const [low, high] = y.domain;
  const inside = ({ y: value }: SeriesPoint) => value !== null && value >= low && value <= high;
  const xy = { x: x.encoding, y: yEncoding };
  const color = given('color');

  const drawn = series.map((one) => ({ ...one, points: one.points.filter(inside) as Drawn[] }));
  // A line that leaves the scale, or has a gap, goes on where its next two neighbors are drawn.
  const segments = series.flatMap(({ points, color, dashed = false, label }) =>
    points.slice(1).flatMap((to, i) => {
      const from = points[i]!;
      if (!x.isOrdered || !inside(from) || !inside(to)) return [];
      const shared = { color, dashed, faint: from.unstable || to.unstable, segment: `${label} ${i}` };
      return [from, to].map((point) => ({ x: point.x, y: point.y, ...shared }));
    }),
  );
  const segmentLayer = (faint: boolean, dashed: boolean): Layer => ({
    data: { values: segments.filter((row) => row.faint === faint && row.dashed === dashed) },
    mark: {
      type: 'line',
      strokeWidth: faint ? 1.25 : 2.25,
      strokeCap: 'round',
      opacity: faint ? 0.55 : 1,
      ...(faint ? { strokeDash: [2, 4] } : dashed ? { strokeDash: [6, 5] } : {}),
    },
    encoding: { ...xy, color, detail: { field: 'segment', type: 'nominal' } },
  });
  const dots = drawn.flatMap(({ label, color, points }) =>
    points.map(({ x, y, interval, unstable }) => ({
      series: label,
      x,
      y,
      ...(interval && { low: Math.max(interval[0], low), high: Math.min(interval[1], high) }),
      color,
      fill: unstable ? look.palette.background : color,
      size: DOT,
    })),
  );
  nest(dots, series.length, plot);
  return [
    segmentLayer(true, false),
    segmentLayer(true, true),
    segmentLayer(false, true),
    segmentLayer(false, false),
    {
      data: { values: dots.filter((dot) => dot.low !== undefined) },
      mark: { type: 'rule', strokeWidth: 1.25, opacity: 0.75 },
      encoding: { x: x.encoding, y: { ...yEncoding, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: { values: dots },
      mark: { type: 'point', filled: true, strokeWidth: 1.75, opacity: 1 },
      encoding: {
        ...xy,
        fill: { ...color, field: 'fill' },
        stroke: color,
        size: { field: 'size', type: 'quantitative', scale: null },
      },
    },
    beyondLayer(series, plot),
    endLabels(series, drawn, plot),
  ];
}

/** Points that would be covered become rings around those that are drawn later, so that all of them are seen. */
function nest(dots: { x: string; y: number; size: number }[], series: number, { y, height }: Plot): void {
  const step = Math.min(MOST_RING, RINGS / series);
  const least = Math.sqrt(DOT / Math.PI);
  const later = new Map<string, { at: number; radius: number }[]>();
  for (const dot of dots.toReversed()) {
    const at = y.position(dot.y, height);
    const others = later.get(dot.x) ?? [];
    const radius = Math.max(
      least,
      ...others.map((other) => other.radius - Math.abs(other.at - at) + step).filter((size) => size > step),
    );
    later.set(dot.x, [...others, { at, radius }]);
    dot.size = Math.PI * radius ** 2;
  }
}

/** Whether something lies higher than the axis reaches. */
export function isBeyond(series: readonly Series[], y: Axis): boolean {
  return series.some(({ points }) => points.some((point) => (point.y ?? 0) > y.domain[1]));
}

/** One triangle at the top for every value of x of which something lies higher. */
function beyondLayer(series: readonly Series[], { look, x, y }: Plot): Layer {
  const beyond = series.flatMap(({ points }) => points.filter((point) => (point.y ?? 0) > y.domain[1]));
  return {
    data: { values: [...new Set(beyond.map((point) => point.x))].map((label) => ({ x: label, y: 6 })) },
    mark: {
      type: 'point',
      shape: 'triangle-up',
      size: 60,
      strokeWidth: 1.5,
      stroke: look.palette.muted,
      fill: look.palette.background,
      opacity: 1,
    },
    encoding: { x: x.encoding, y: pixels('y') },
  };
}

/** The names of the lines, right of the last value of x; a line that has left the scale is named at its end. */
function endLabels(
  series: readonly Series[],
  drawn: readonly { label: string; color: string; points: Drawn[] }[],
  plot: Plot,
): Layer {
  const { x, y, height } = plot;
  const right = x.position(x.labels.at(-1)!) + LABEL_GAP;
  const ends = drawn.flatMap(({ label, color, points }, i) => {
    const last = points.at(-1);
    if (!last) return [];
    const hasLeft = (series[i]!.points.at(-1)?.y ?? 0) > y.domain[1];
    return [{ label, color, x: right, y: hasLeft ? 0 : height - y.position(last.y, height) }];
  });
  const places = spread(
    ends.map((end) => end.y),
    TEXT_SIZE + 3,
    4,
    height - 4,
  );
  return {
    data: { values: ends.map((end, i) => ({ ...end, y: places[i] })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600 },
    encoding: {
      x: pixels('x'),
      y: pixels('y'),
      text: { field: 'label', type: 'nominal' },
      color: given('color'),
    },
  };
}

/**
 * The room that end labels take right of a plot. Half a step of the x axis lies inside it.
 * @param whole width of the plot and this room together (px)
 */
export function endLabelRoom(labels: readonly string[], values: number, whole: number): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, TEXT_SIZE, 'bold')));
  const halfStep = 1 / (2 * values);
  return Math.ceil(Math.max(0, (LABEL_GAP + widest + 2 - whole * halfStep) / (1 - halfStep)));
}

/** A quiet background behind the values of x that are unstable. */
export function unstableBand(
  unstable: readonly string[],
  { look, x, height }: Omit<Plot, 'y' | 'yEncoding'>,
): Layer[] {
  const bands: { from: number; to: number }[] = [];
  for (const label of x.labels.filter((one) => unstable.includes(one))) {
    const from = x.position(label) - x.step / 2;
    const previous = bands.at(-1);
    if (previous && Math.abs(previous.to - from) < 0.01) previous.to = from + x.step;
    else bands.push({ from, to: from + x.step });
  }
  const rows = bands.map((band) => ({ ...band, top: 0, bottom: height }));
  return [
    {
      data: { values: rows },
      mark: { type: 'rect', color: look.palette.band, opacity: 1 },
      encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
    },
  ];
}
