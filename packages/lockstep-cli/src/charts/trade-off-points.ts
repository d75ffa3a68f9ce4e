import type { SweepGroup, SweepPoint } from 'lockstep/simulation';
import { given, pixels, textAt, xField, yField } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { around, type Box, placeLabels, type Segment } from './place-labels.js';
import { textWidth } from './text-width.js';
import { guides, nothingStable, unstableColumn } from './trade-off-guides.js';
import { type DrawnPoint, reachOf, RING, stableMarks, unstableMarks } from './trade-off-marks.js';
import type { Plot } from './trade-off-plot.js';

/** Series that agree on a value share a label where their marks are as near as this (px). */
const SHARED_LABEL = 24;

/** The points of a group with their frontier, knee and labels, among their guides. */
export function panelLayers(points: readonly SweepPoint[], group: SweepGroup, plot: Plot): Layer[] {
  const { look, x, y, unitName } = plot;
  const { palette } = look;
  const members = group.points.map((index) => points[index]!);
  const marks = stableMarks(points, group, plot);
  const line = marks.filter(({ isOnFrontier }) => isOnFrontier).sort((a, b) => b.y - a.y);
  const whiskers = marks.flatMap((mark) => whiskerOf(mark, plot));
  const segments = [
    ...line.slice(1).map((to, i): Segment => ({ x1: line[i]!.x, y1: line[i]!.y, x2: to.x, y2: to.y })),
    ...whiskers.map(({ from, to, y }): Segment => ({ x1: from, y1: y, x2: to, y2: y })),
  ];
  const taken = marks.map((mark) => around(mark, reachOf(mark)));
  const guide = guides(members, plot, taken, segments);
  const stroke = given('stroke');
  const at = { x: pixels('x'), y: pixels('y') };
  return [
    ...guide.layers,
    {
      // Nothing to be seen: it makes the axes.
      data: { values: [{ x: x.domain[0], y: y.domain[0] }] },
      mark: { type: 'point', size: 0, opacity: 0 },
      encoding: {
        x: xField('x', x, `p99 E2E latency (${unitName}${x.type === 'log' ? ', log scale' : ''})`),
        y: yField('y', y, `Capacity (requests/s${y.type === 'log' ? ', log scale' : ''})`),
      },
    },
    {
      data: { values: line.map(({ x, y }) => ({ x, y })) },
      mark: { type: 'line', color: palette.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
      encoding: { ...at, order: { field: 'y', type: 'quantitative', sort: 'descending' } },
    },
    {
      data: { values: whiskers },
      mark: { type: 'rule', strokeWidth: 1.25, opacity: 0.5 },
      encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y'), stroke },
    },
    {
      data: { values: marks.filter(({ isKnee }) => isKnee).map(({ x, y }) => ({ x, y, isKnee: true })) },
      mark: {
        type: 'point',
        shape: 'circle',
        size: RING,
        strokeWidth: 1.5,
        stroke: palette.ink,
        filled: false,
        opacity: 1,
      },
      encoding: at,
    },
    {
      data: {
        values: marks.map(({ point, x, y, size, fill, stroke, shape }) => {
          return { x, y, size, fill, stroke, shape, label: plot.labelOf(point) };
        }),
      },
      mark: { type: 'point', filled: true, opacity: 1 },
      encoding: {
        ...at,
        size: { field: 'size', type: 'quantitative', scale: null },
        fill: { ...stroke, field: 'fill' },
        shape: given('shape'),
      },
    },
    pointLabels(marks, segments, guide.labels, plot),
    ...unstableColumn(unstableMarks(points, group, plot), plot),
    ...(marks.length === 0 ? [nothingStable(plot)] : []),
  ];
}

/** The interval of the p99, as far as the axis reaches. */
function whiskerOf({ point, y, stroke }: DrawnPoint, { x, unitMs, width }: Plot) {
  const interval = point.e2eLatencyMs.p99Ci95;
  if (interval === null) return [];
  const [low, high] = x.domain;
  const from = x.position(Math.max(interval[0] / unitMs, low), width);
  const to = x.position(Math.min(interval[1] / unitMs, high), width);
  return from < to ? [{ from, to, y, stroke }] : [];
}

/** What each point is called beside its mark, where there is room; those that matter most come first. */
function pointLabels(
  marks: readonly DrawnPoint[],
  segments: readonly Segment[],
  guideLabels: readonly Box[],
  { look, width, height, series, labelOf }: Plot,
): Layer {
  const named: { mark: DrawnPoint; label: string; isShared: boolean }[] = [];
  for (const mark of marks.toSorted((a, b) => importance(b) - importance(a))) {
    const label = labelOf(mark.point) + (mark.isKnee ? ' knee' : '');
    const twin = named.find(
      (other) =>
        labelOf(other.mark.point) === labelOf(mark.point) &&
        Math.hypot(other.mark.x - mark.x, other.mark.y - mark.y) < SHARED_LABEL,
    );
    if (twin === undefined) named.push({ mark, label, isShared: false });
    else twin.isShared = true;
  }
  const places = placeLabels(
    named.map(({ mark, label }) => ({
      x: mark.x,
      y: mark.y,
      reach: reachOf(mark),
      width: textWidth(label, TEXT_SIZE, 'bold'),
    })),
    segments,
    { x: 0, y: -4, width: width + 10, height: height + 4 },
    [...marks.map((mark) => around(mark, reachOf(mark))), ...guideLabels],
  );
  const values = named.flatMap(({ mark, label, isShared }, i) => {
    const place = places[i]!;
    if (place === null) return [];
    return [{ ...place, label, stroke: series.length > 1 && !isShared ? mark.stroke : look.palette.ink }];
  });
  return {
    data: { values },
    mark: { type: 'text', align: 'center', baseline: 'middle', fontWeight: 600 },
    encoding: { ...textAt('x', 'y', 'label'), color: given('stroke') },
  };
}

function importance({ isKnee, isOnFrontier }: DrawnPoint): number {
  return isKnee ? 2 : isOnFrontier ? 1 : 0;
}
