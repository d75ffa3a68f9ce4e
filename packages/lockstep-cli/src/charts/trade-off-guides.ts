import { inWords, significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { given, pixels, textAt } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { type Box, firstFree, type Segment } from './place-labels.js';
import { arrivalRate } from './sweep-points.js';
import { shortened, textWidth, wrap } from './text-width.js';
import { type DrawnPoint, stripOf } from './trade-off-marks.js';
import type { Plot } from './trade-off-plot.js';

const TEXT_HEIGHT = 13;
/** Room for a label beside an unstable point (px). */
const STRIP_LABEL = 40;

/** The arrival rate and the targets of one panel. */
export interface Guides {
  readonly layers: readonly Layer[];
  /** The boxes of their texts. */
  readonly labels: readonly Box[];
}

/** A text beside a guide, with the boxes in which it may stand. */
interface GuideLabel {
  readonly text: string;
  readonly color: string;
  readonly boxes: readonly Box[];
}

/**
 * The lines of the arrival rate and of the targets that the axis shows, as far as they lie within the scale. Their names
 * stand where they cover no mark, or are left out.
 */
export function guides(
  members: readonly SweepPoint[],
  plot: Plot,
  marks: readonly Box[],
  segments: readonly Segment[],
): Guides {
  const { look, width, height } = plot;
  const { palette } = look;
  const arrivals = arrivalsOf(members, plot);
  const targets = targetsOf(members, plot);
  const lines: Segment[] = [
    ...lineOf(arrivals).map((y) => ({ x1: 0, y1: y, x2: width, y2: y })),
    ...targets.map(({ x }) => ({ x1: x, y1: 0, x2: x, y2: height })),
  ];
  const wishes = [
    ...targets.map(({ x, text }) => ({ text, color: palette.alarm, boxes: besideTarget(x, text, height) })),
    ...(arrivals === null
      ? []
      : [{ ...arrivals, color: palette.muted, boxes: besideArrivals(arrivals, plot) }]),
  ];
  const placed = placedLabels(wishes, marks, [...segments, ...lines], { x: 0, y: 0, width, height });
  return {
    labels: placed.map(({ box }) => box),
    layers: [
      {
        data: { values: lineOf(arrivals).map((y) => ({ from: 0, to: width, y })) },
        mark: { type: 'rule', strokeDash: [2, 3], strokeWidth: 1.25, color: palette.muted },
        encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y') },
      },
      {
        data: { values: targets.map(({ x }) => ({ x, top: 0, bottom: height })) },
        mark: { type: 'rule', strokeWidth: 1.5, color: palette.alarm },
        encoding: { x: pixels('x'), y: pixels('top'), y2: { field: 'bottom' } },
      },
      {
        data: {
          values: placed.map(({ box, text, color }) => ({
            x: box.x,
            y: box.y + box.height / 2,
            text,
            color,
          })),
        },
        mark: { type: 'text', align: 'left', baseline: 'middle' },
        encoding: { ...textAt('x', 'y'), color: given('color') },
      },
    ],
  };
}

/** The arrival rate of a panel. Below it no batch size is stable. Null where there is none. */
export function arrivalsOf(
  members: readonly SweepPoint[],
  { y, height }: Pick<Plot, 'y' | 'height'>,
): { readonly text: string; readonly y: number | null; readonly isAbove: boolean } | null {
  const rate = members.map(arrivalRate).find((one) => one !== null);
  if (rate === undefined || rate === null) return null;
  const text = `arrivals, ${significant(rate)}/s`;
  const [low, high] = y.domain;
  if (rate < low) return { text: `${text}: below this scale`, y: null, isAbove: false };
  if (rate > high) return { text: `${text}: above this scale`, y: null, isAbove: true };
  return { text, y: height - y.position(rate, height), isAbove: false };
}

/** The height of the line of arrivals, where the scale has room for one. */
export function lineOf(arrivals: ReturnType<typeof arrivalsOf>): number[] {
  return arrivals === null || arrivals.y === null ? [] : [arrivals.y];
}

/** The targets that stand on the axis: for the E2E latency, and for a TTFT that equals it. */
export function targetsOf(
  members: readonly SweepPoint[],
  { x, unitMs, width }: Pick<Plot, 'x' | 'unitMs' | 'width'>,
): { readonly x: number; readonly text: string }[] {
  const slo = members[0]?.slo;
  if (slo === undefined) return [];
  // The axis is the p99: a target for another share of requests is not met or missed on it.
  const share = slo.attainment === 0.99 ? '' : ` for ${significant(slo.attainment * 100)} %`;
  const targets: [name: string, ms: number][] = [];
  if (slo.e2eMs !== undefined) targets.push(['target', slo.e2eMs]);
  if (slo.ttftMs !== undefined && members.every(isTtftE2e)) targets.push(['TTFT target', slo.ttftMs]);
  return targets.flatMap(([name, ms]) => {
    const value = ms / unitMs;
    if (value < x.domain[0] || value > x.domain[1]) return [];
    return [{ x: x.position(value, width), text: `${name} ${inWords(ms)}${share}` }];
  });
}

/** Unless tokens leave as they come, the first one leaves with the last. */
export function isTtftE2e({ ttftMs, e2eLatencyMs }: SweepPoint): boolean {
  return ttftMs.mean === e2eLatencyMs.mean && ttftMs.p99 === e2eLatencyMs.p99;
}

function placedLabels(
  wishes: readonly GuideLabel[],
  marks: readonly Box[],
  segments: readonly Segment[],
  area: Box,
) {
  const taken = [...marks];
  return wishes.flatMap(({ text, color, boxes }) => {
    const box = firstFree(boxes, taken, segments, area);
    if (box === null) return [];
    taken.push(box);
    return [{ text, color, box }];
  });
}

/** At both sides of the line, from its top down. */
function besideTarget(x: number, text: string, height: number): Box[] {
  const width = textWidth(text, TEXT_SIZE);
  const tops = Array.from({ length: Math.floor(height / 20) }, (_, i) => 2 + i * 20);
  return tops.flatMap((y) =>
    [x + 6, x - 6 - width].map((left) => ({ x: left, y, width, height: TEXT_HEIGHT })),
  );
}

/** Below the line, where no stable point lies, else above it; or at the edge beyond which the rate lies. */
function besideArrivals(
  { text, y, isAbove }: { text: string; y: number | null; isAbove: boolean },
  { width, height }: Plot,
): Box[] {
  const own = textWidth(text, TEXT_SIZE);
  const tops = y === null ? [isAbove ? 2 : height - TEXT_HEIGHT - 4] : [y + 5, y - 5 - TEXT_HEIGHT];
  const lefts = [2, width - 2 - own, (width - own) / 2, (width - own) / 4, ((width - own) * 3) / 4];
  return tops.flatMap((top) => lefts.map((x) => ({ x, y: top, width: own, height: TEXT_HEIGHT })));
}

/** Unstable points have a capacity but no latency: they stand in a strip of their own. */
export function unstableColumn(marks: readonly DrawnPoint[], plot: Plot): Layer[] {
  if (marks.length === 0) return [];
  const { look, height, gutter } = plot;
  const { palette } = look;
  const { from, to, labelX } = stripOf(plot);
  const title = 'unstable';
  const titleX = Math.min((from + to) / 2, plot.width + gutter - textWidth(title, TEXT_SIZE) / 2);
  return [
    {
      data: { values: [{ from, to, top: 0, bottom: height, textX: titleX, textY: -12 }] },
      layer: [
        {
          mark: { type: 'rect', color: palette.band, opacity: 1 },
          encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
        },
        {
          mark: { type: 'text', baseline: 'middle', color: palette.muted, text: title },
          encoding: { x: pixels('textX'), y: pixels('textY') },
        },
      ],
    },
    {
      data: {
        values: marks.map(({ point, x, y, fill, stroke, shape }) => {
          return { x, y, fill, stroke, shape, label: plot.labelOf(point) };
        }),
      },
      mark: { type: 'point', filled: true, size: 75, strokeWidth: 1.75, opacity: 1 },
      encoding: {
        x: pixels('x'),
        y: pixels('y'),
        fill: given('fill'),
        stroke: given('stroke'),
        shape: given('shape'),
      },
    },
    {
      data: { values: stripLabels(marks, labelX, plot) },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600, color: palette.muted },
      encoding: textAt('x', 'y', 'label'),
    },
  ];
}

/** Series may share a capacity, and so a label; of labels that would meet the later one is left out. */
function stripLabels(marks: readonly DrawnPoint[], x: number, { height, labelOf }: Plot) {
  const labels: { x: number; y: number; label: string }[] = [];
  for (const { point, y } of marks) {
    const label = shortened(labelOf(point), STRIP_LABEL, TEXT_SIZE);
    const at = Math.min(Math.max(y, 6), height - 6);
    if (labels.some((other) => other.label === label || Math.abs(other.y - at) < TEXT_SIZE + 1)) continue;
    labels.push({ x, y: at, label });
  }
  return labels;
}

/** Instead of points. */
export function nothingStable({ look, width, height }: Plot): Layer {
  const lines = wrap('no batch size is stable at this rate', width - 8, TEXT_SIZE);
  const values = lines.map((text, i) => ({ x: width / 2, y: height / 2 + 16 * i, text }));
  return {
    data: { values },
    mark: { type: 'text', baseline: 'middle', color: look.palette.muted },
    encoding: textAt('x', 'y'),
  };
}
