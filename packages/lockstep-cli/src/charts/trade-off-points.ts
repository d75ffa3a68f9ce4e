import type { RateResult, SweepPoint } from 'lockstep/simulation';
import { given, pixels, xField, yField } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { placeLabels, type Segment } from './place-labels.js';
import { isUnstable, sizeLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';
import { arrivalLine, nothingStable, sloLine, unstableColumn } from './trade-off-guides.js';
import { markOf, type Plot } from './trade-off-plot.js';

interface XY {
  readonly x: number;
  readonly y: number;
}

/** The points of one arrival rate with their frontier, knee and labels, among their guides. */
export function panelLayers(points: readonly SweepPoint[], rate: RateResult, plot: Plot): Layer[] {
  const { look, x, y, unitMs, unitName, width, height, waits } = plot;
  const { palette } = look;
  const members = points.filter((point) => point.rate === rate.rate && point.capacity !== null);
  const rows = members.flatMap((point) => {
    const { p99, p99Ci95 } = point.e2eLatencyMs;
    if (p99 === null || isUnstable(point)) return [];
    const [low, high] = p99Ci95 ?? [p99, p99];
    return [
      {
        x: p99 / unitMs,
        y: point.capacity!.requestsPerSecond,
        low: Math.max(low / unitMs, x.domain[0]),
        high: Math.min(high / unitMs, x.domain[1]),
        label: sizeLabel(point.batchSize),
        knee: rate.knee !== null && points[rate.knee] === point,
        size: rate.frontier.includes(points.indexOf(point)) ? 100 : 42,
        ...markOf(look, waits.indexOf(point.wait)),
      },
    ];
  });
  const frontier = rate.frontier.map((index) => points[index]!).filter((point) => point.capacity !== null);
  const line = frontier.map((point) => ({
    x: point.e2eLatencyMs.p99! / unitMs,
    y: point.capacity!.requestsPerSecond,
  }));
  const encoding = {
    x: xField('x', x, `p99 E2E latency (${unitName}${x.type === 'log' ? ', log scale' : ''})`),
    y: yField('y', y, `Capacity (requests/s${y.type === 'log' ? ', log scale' : ''})`),
  };
  const stroke = given('stroke');
  return [
    arrivalLine(members, plot),
    ...sloLine(members, plot),
    {
      data: { values: line },
      mark: { type: 'line', color: palette.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
      encoding: { ...encoding, order: { field: 'y', type: 'quantitative' } },
    },
    {
      data: { values: rows },
      mark: { type: 'rule', strokeWidth: 1.25, opacity: 0.5 },
      encoding: { ...encoding, x: { ...encoding.x, field: 'low' }, x2: { field: 'high' }, stroke },
    },
    {
      data: { values: rows.filter((row) => row.knee) },
      mark: {
        type: 'point',
        shape: 'circle',
        size: 260,
        strokeWidth: 1.5,
        stroke: palette.ink,
        filled: false,
        opacity: 1,
      },
      encoding,
    },
    {
      data: { values: rows },
      mark: { type: 'point', filled: true, opacity: 1 },
      encoding: {
        ...encoding,
        size: { field: 'size', type: 'quantitative', scale: null },
        fill: { ...stroke, field: 'fill' },
        shape: given('shape'),
      },
    },
    labels(),
    ...unstableColumn(members.filter(isUnstable), plot),
    ...(rows.length === 0 ? [nothingStable(plot)] : []),
  ];

  function labels(): Layer {
    const at = (point: XY): XY => ({
      x: x.position(point.x, width),
      y: height - y.position(point.y, height),
    });
    const between = (from: XY, to: XY): Segment => {
      const [start, end] = [at(from), at(to)];
      return { x1: start.x, y1: start.y, x2: end.x, y2: end.y };
    };
    const segments = [
      ...line.slice(1).map((to, i) => between(line[i]!, to)),
      ...rows.map(({ low, high, y: capacity }) => between({ x: low, y: capacity }, { x: high, y: capacity })),
    ];
    const sloMs = members[0]?.slo?.e2eMs;
    if (sloMs !== undefined) {
      const target = x.position(sloMs / unitMs, width);
      segments.push({ x1: target, y1: 0, x2: target, y2: height });
    }
    const named = rows
      .map((row) => ({ ...row, ...at(row), label: row.knee ? `${row.label} knee` : row.label }))
      .filter((row, i, all) => all.findIndex((other) => isSameSpot(row, other)) === i);
    const places = placeLabels(
      named.map((row) => ({ x: row.x, y: row.y, width: textWidth(row.label, TEXT_SIZE, 'bold') })),
      segments,
      { x: 0, y: -4, width: width + 10, height: height + 4 },
    );
    return {
      data: {
        values: places.map((place, i) => ({ ...place, label: named[i]!.label, stroke: named[i]!.stroke })),
      },
      mark: { type: 'text', align: 'center', baseline: 'middle', fontWeight: 600 },
      encoding: {
        x: pixels('x'),
        y: pixels('y'),
        text: { field: 'label', type: 'nominal' },
        ...(waits.length > 1 && { color: stroke }),
      },
    };
  }
}

/** Wait rules often agree on small batches: one label then does for all. */
function isSameSpot(a: XY & { label: string }, b: XY & { label: string }): boolean {
  return a.label === b.label && Math.hypot(a.x - b.x, a.y - b.y) < 7;
}
