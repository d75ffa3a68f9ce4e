import { inWords, significant } from 'lockstep/metrics';
import type { RateResult, SweepPoint } from 'lockstep/simulation';
import { type Axis, fittingAxis, linearAxis, stretchAxis, timeUnit } from './axis.js';
import type { Chart, Look, SweepData } from './chart.js';
import { isNarrow, type Layer, picture, pixels, plotWidth, TEXT_SIZE, xField, yField } from './frame.js';
import { seriesColor } from './palette.js';
import { placeLabels, type Segment, spread } from './place-labels.js';
import { arrivalRate, distinct, isUnstable, rateLabel, shared, sizeLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';

/** Room at the right for the unstable points, whose p99 says nothing. */
const GUTTER = 78;

export const tradeOff: Chart<SweepData> = {
  name: 'trade-off',

  applies: ({ result }) =>
    result.points.some((point) => point.capacity !== null && point.e2eLatencyMs.p99 !== null),

  spec({ result: { points, byRate } }, look) {
    const shown = points.filter(
      ({ capacity, e2eLatencyMs }) => capacity !== null && e2eLatencyMs.p99 !== null,
    );
    const columns = isNarrow(look) ? 1 : Math.min(2, byRate.length);
    const gutter = shown.some(isUnstable) ? GUTTER : 0;
    const width = plotWidth(look, { columns, right: gutter + 10 });
    const height = columns > 1 || isNarrow(look) ? 280 : 360;
    const stable = shown.filter((point) => !isUnstable(point));
    const sloMs = points[0]?.slo?.e2eMs;
    const latencies = [
      ...stable.flatMap(({ e2eLatencyMs }) => [e2eLatencyMs.p99!, ...(e2eLatencyMs.p99Ci95 ?? [])]),
      ...(sloMs === undefined ? [] : [sloMs]),
    ];
    const unit = timeUnit(Math.max(0, ...latencies));
    const x = latencyAxis(latencies.map((ms) => ms / unit.ms));
    const y = linearAxis(shown.map((point) => point.capacity!.requestsPerSecond));
    const waits = distinct(shown.map(({ wait }) => wait));
    const plot = { look, x, y, unitMs: unit.ms, unitName: unit.name, width, height, gutter, waits };
    const panels = byRate.map((rate) => ({
      ...(byRate.length > 1 && { title: rateLabel(rate.rate) }),
      width,
      height,
      layers: panelLayers(points, rate, plot),
    }));
    return picture(look, {
      title: 'Capacity against p99 latency',
      subtitle: [
        'label = batch size',
        ...shared(points),
        'large = frontier, ring = knee',
        ...(points.some(isUnstable) ? ['hollow = unstable'] : []),
        'up and left is better',
      ].join(' · '),
      ...(waits.length > 1 && { legend: waits.map((wait, i) => ({ label: wait, ...markOf(look, i) })) }),
      columns,
      right: gutter + 10,
      panels,
    });
  },

  caption: ({ result }) =>
    'Each point is one batch size. Large ones, joined by a line, are the frontier: the stable points that no other beats in both capacity and p99 latency. The knee, ringed, is where giving up latency stops paying.' +
    (result.points.some(isUnstable)
      ? ' Hollow points at the right are unstable: their latency grows with the length of the run, so they have no place on the axis.'
      : ''),

  alternative: ({ result }) => result.byRate.map((rate) => inText(result.points, rate)).join(' '),
};

/** Points need no zero: an axis from there would press those of a narrow range together. */
function latencyAxis(values: readonly number[]): Axis {
  const fitting = fittingAxis(values);
  if (fitting.type === 'log' || values.length === 0) return fitting;
  return stretchAxis(Math.min(...values) * 0.85, Math.max(...values) * 1.1);
}

const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'cross'] as const;

interface Plot {
  readonly look: Look;
  readonly x: Axis;
  readonly y: Axis;
  readonly unitMs: number;
  readonly unitName: string;
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly waits: readonly string[];
}

function markOf({ palette }: Look, wait: number): { fill: string; stroke: string; shape: string } {
  const color = seriesColor(palette, wait);
  return { fill: color, stroke: color, shape: SHAPES[wait % SHAPES.length]! };
}

function panelLayers(points: readonly SweepPoint[], rate: RateResult, plot: Plot): Layer[] {
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
    y: yField('y', y, 'Capacity (requests/s)'),
  };
  const stroke = { field: 'stroke', type: 'nominal', scale: null };
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
        shape: { field: 'shape', type: 'nominal', scale: null },
      },
    },
    labels(),
    ...unstableColumn(members.filter(isUnstable), plot),
  ];

  function labels(): Layer {
    const at = (point: { x: number; y: number }) => ({
      x: x.position(point.x, width),
      y: height - y.position(point.y, height),
    });
    const segments: Segment[] = line.slice(1).map((to, i) => {
      const [start, end] = [at(line[i]!), at(to)];
      return { x1: start.x, y1: start.y, x2: end.x, y2: end.y };
    });
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
function isSameSpot(a: { x: number; y: number; label: string }, b: typeof a): boolean {
  return a.label === b.label && Math.hypot(a.x - b.x, a.y - b.y) < 7;
}

/** Below the arrivals no batch size is stable. */
function arrivalLine(members: readonly SweepPoint[], { look, x, y, unitMs, width, height }: Plot): Layer {
  const rate = members.map(arrivalRate).find((one) => one !== null);
  const at = rate === undefined || rate === null ? null : height - y.position(rate, height);
  const text = `arrivals, ${significant(rate ?? 0)}/s`;
  // No stable point lies below the line, so its label has room there, except where the target's line crosses.
  const sloMs = members[0]?.slo?.e2eMs;
  const crossed = sloMs !== undefined && x.position(sloMs / unitMs, width) < textWidth(text, TEXT_SIZE) + 10;
  const label = { align: crossed ? 'right' : 'left', x: crossed ? width - 2 : 2 };
  const rows = at === null || at < 0 ? [] : [{ from: 0, to: width, y: at, labelX: label.x, labelY: at + 13 }];
  return {
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rule', strokeDash: [2, 3], strokeWidth: 1.25, color: look.palette.muted },
        encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y') },
      },
      {
        mark: { type: 'text', align: label.align, color: look.palette.muted, text },
        encoding: { x: pixels('labelX'), y: pixels('labelY') },
      },
    ],
  };
}

function sloLine(members: readonly SweepPoint[], { look, x, unitMs, width, height }: Plot): Layer[] {
  const slo = members[0]?.slo;
  if (slo?.e2eMs === undefined) return [];
  const at = x.position(slo.e2eMs / unitMs, width);
  const name = `target ${inWords(slo.e2eMs)}`;
  // The axis is the p99: a target for another share of requests is not met or missed on it.
  const label = slo.attainment === 0.99 ? name : `${name} for ${significant(slo.attainment * 100)} %`;
  const inside = at + textWidth(label, TEXT_SIZE) + 8 > width;
  return [
    {
      data: { values: [{ x: at, top: 0, bottom: height, textX: at + (inside ? -6 : 6), textY: 8 }] },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.5, color: look.palette.alarm },
          encoding: { x: pixels('x'), y: pixels('top'), y2: { field: 'bottom' } },
        },
        {
          mark: {
            type: 'text',
            align: inside ? 'right' : 'left',
            baseline: 'middle',
            color: look.palette.alarm,
            text: label,
          },
          encoding: { x: pixels('textX'), y: pixels('textY') },
        },
      ],
    },
  ];
}

/** Unstable points have a capacity but no latency: they stand in a strip of their own. */
function unstableColumn(
  members: readonly SweepPoint[],
  { look, y, width, height, gutter, waits }: Plot,
): Layer[] {
  if (members.length === 0) return [];
  const { palette } = look;
  const from = width + 14;
  const middle = width + gutter / 2;
  const rows = members.map((point) => ({
    x: middle - 12,
    y: height - y.position(point.capacity!.requestsPerSecond, height),
    label: sizeLabel(point.batchSize),
    ...markOf(look, waits.indexOf(point.wait)),
    fill: palette.background,
  }));
  // Wait rules share a capacity, and so a label.
  const labelled = rows.filter((row, i) => rows.findIndex((other) => other.label === row.label) === i);
  const places = spread(
    labelled.map((row) => row.y),
    TEXT_SIZE + 1,
    26,
    height - 4,
  );
  const field = (name: string) => ({ field: name, type: 'nominal', scale: null });
  return [
    {
      data: { values: [{ from, to: width + gutter, top: 0, bottom: height, textX: middle + 7, textY: 12 }] },
      layer: [
        {
          mark: { type: 'rect', color: palette.band, opacity: 1 },
          encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
        },
        {
          mark: { type: 'text', baseline: 'middle', color: palette.muted, text: 'unstable' },
          encoding: { x: pixels('textX'), y: pixels('textY') },
        },
      ],
    },
    {
      data: { values: rows },
      mark: { type: 'point', filled: true, size: 75, strokeWidth: 1.75, opacity: 1 },
      encoding: {
        x: pixels('x'),
        y: pixels('y'),
        fill: field('fill'),
        stroke: field('stroke'),
        shape: field('shape'),
      },
    },
    {
      data: { values: labelled.map((row, i) => ({ x: row.x + 14, y: places[i], label: row.label })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600, color: palette.muted },
      encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'label', type: 'nominal' } },
    },
  ];
}

function inText(points: readonly SweepPoint[], { rate, frontier, knee }: RateResult): string {
  const name = (index: number) => {
    const { batchSize, wait, capacity, e2eLatencyMs } = points[index]!;
    return (
      `batch size ${sizeLabel(batchSize)} with ${wait} ` +
      `(${significant(capacity!.requestsPerSecond)} requests/s, p99 ${inWords(e2eLatencyMs.p99)})`
    );
  };
  const on = frontier.filter((index) => points[index]!.capacity !== null);
  const where = rate === null ? '' : `At ${rateLabel(rate)}: `;
  if (on.length === 0) return `${where}no stable point, so no frontier.`;
  return `${where}the frontier is ${on.map(name).join(', ')}${knee === null ? '' : `; the knee is ${name(knee)}`}.`;
}
