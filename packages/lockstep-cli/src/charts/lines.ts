import type { Interval } from 'lockstep/metrics';
import type { Axis } from './axis.js';
import type { BatchSizeAxis } from './batch-size-axis.js';
import type { Look } from './chart.js';
import { given, pixels } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { spread } from './place-labels.js';
import { textWidth } from './text-width.js';

/** Between the last point of a line and its name (px). */
const LABEL_GAP = 10;

export interface Series {
  readonly label: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly SeriesPoint[];
}

export interface SeriesPoint {
  /** A label of the batch size axis. */
  readonly x: string;
  /** Null where there is nothing to show. */
  readonly y: number | null;
  readonly interval?: Interval;
  readonly unstable: boolean;
}

interface Plot {
  readonly look: Look;
  readonly x: BatchSizeAxis;
  readonly y: Axis;
  /** The encoding of the field `y`. */
  readonly yEncoding: Layer;
  readonly height: number;
}

type Drawn = SeriesPoint & { readonly y: number };

/**
 * Lines over batch sizes in straight segments, each named at its right end. Unstable points are hollow and
 * their segments faint; what lies beyond the axis is a hollow triangle at its end.
 */
export function lines(series: readonly Series[], plot: Plot): Layer[] {
  const { look, x, y, yEncoding } = plot;
  const [low, high] = y.domain;
  const inside = ({ y: value }: SeriesPoint) => value !== null && value >= low && value <= high;
  const xy = { x: x.encoding, y: yEncoding };
  const color = given('color');

  const drawn = series.map((one) => ({ ...one, points: one.points.filter(inside) as Drawn[] }));
  const segments = drawn.flatMap(({ points, color, dashed = false, label }) =>
    points.slice(1).flatMap((to, i) => {
      const from = points[i]!;
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
    })),
  );
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
      mark: { type: 'point', filled: true, size: 52, strokeWidth: 1.75, opacity: 1 },
      encoding: { ...xy, fill: { ...color, field: 'fill' }, stroke: color },
    },
    beyondLayer(series, plot),
    endLabels(drawn, plot),
  ];
}

/** One triangle at the top for every batch size of which something lies higher. */
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

function endLabels(drawn: readonly { label: string; color: string; points: Drawn[] }[], plot: Plot): Layer {
  const { x, y, height } = plot;
  const ends = drawn.flatMap(({ label, color, points }) => {
    const last = points.at(-1);
    return last
      ? [{ label, color, x: x.position(last.x) + LABEL_GAP, y: height - y.position(last.y, height) }]
      : [];
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
 * The room that end labels take right of a plot. Half a step of the batch size axis lies inside it.
 * @param whole width of the plot and this room together (px)
 */
export function endLabelRoom(labels: readonly string[], sizes: number, whole: number): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(label, TEXT_SIZE, 'bold')));
  const halfStep = 1 / (2 * sizes);
  return Math.ceil(Math.max(0, (LABEL_GAP + widest + 2 - whole * halfStep) / (1 - halfStep)));
}

/** A quiet background behind the batch sizes that are unstable. */
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
  const text = 'unstable';
  const room = textWidth(text, TEXT_SIZE) + 12;
  const rows = bands.map(({ from, to }) => {
    const flat = to - from >= room;
    return {
      from,
      to,
      top: 0,
      bottom: height,
      textX: (from + to) / 2,
      textY: flat ? height - 12 : height - 38,
      angle: flat ? 0 : 270,
    };
  });
  return [
    {
      data: { values: rows },
      mark: { type: 'rect', color: look.palette.band, opacity: 1 },
      encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
    },
    {
      data: { values: rows },
      mark: { type: 'text', baseline: 'middle', color: look.palette.muted, text },
      encoding: {
        x: pixels('textX'),
        y: pixels('textY'),
        angle: { field: 'angle', type: 'quantitative', scale: null },
      },
    },
  ];
}
