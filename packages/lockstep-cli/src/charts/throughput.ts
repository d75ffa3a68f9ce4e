import { significant } from 'lockstep/metrics';
import type { SweepAxis, SweepPoint } from 'lockstep/simulation';
import { lower } from 'lockstep/words';
import { type Axis, CAPACITY_LOG_FROM, fittingAxis } from './axis.js';
import type { Look, SweepChart } from './chart.js';
import {
  type ChartAxes,
  chartAxes,
  type Group,
  groupsBy,
  groupTitle,
  orderedValues,
  panelOf,
  shared,
  type Swept,
  unordered,
} from './chart-axes.js';
import { pixels, textAt, yField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, plotWidth, TEXT_SIZE } from './layout.js';
import { endLabelRoom, lines, type Series } from './lines.js';
import { seriesColor } from './palette.js';
import { around, firstFree } from './place-labels.js';
import { arrivalRate, distinct, inParts, isUnstable, sweptPointLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';
import { type XAxis, xAxis } from './x-axis.js';

const CAPACITY = 'capacity';
const ARRIVALS = 'arrivals';

export const throughput: SweepChart = {
  name: 'throughput',

  applies: ({ result }) => result.points.some((point) => point.throughput.requestsPerSecond !== null),

  spec({ result }, look) {
    const { points } = result;
    const plot = plotOf(result, look);
    const { axes, all, columns, right, width, height, x, y } = plot;
    const isLevel = !isVarying(axes, all);
    const yEncoding = yField('y', y, `requests/s${y.type === 'log' ? ' (log scale)' : ''}`);
    return picture(look, {
      title: `Throughput and capacity by ${lower(axes.x.name)}`,
      subtitle: [
        ...shared(result, axes),
        ...(points.some((point) => arrivalRate(point) !== null) && (isLevel || x.isOrdered)
          ? ['dashed = arrivals']
          : []),
        ...(points.some(isUnstable) ? ['hollow = unstable'] : []),
      ].join(' · '),
      columns,
      right,
      below: x.extraRoom,
      panels: all.map((group) => {
        const title = groupTitle(group, axes);
        return {
          ...(title !== undefined && { title }),
          width,
          height,
          layers: [
            ...(isLevel ? arrivals(group.points, { look, x, y, width, height }) : []),
            ...lines(seriesOf(group, plot, look), { look, x, y, yEncoding, height }),
          ],
        };
      }),
    });
  },

  places({ result }, look) {
    const { axes, all, width, height, x, y } = plotOf(result, look);
    return {
      plot: { width, height },
      reach: { x: x.step / 2, y: Infinity },
      of(point) {
        const { capacity, throughput: measured } = point;
        const { requestsPerSecond } = measured;
        const at = x.between(point);
        const panel = panelOf(point, all, axes);
        if (at === null || panel < 0) return [];
        return Object.entries({ [CAPACITY]: capacity?.requestsPerSecond, throughput: requestsPerSecond })
          .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
          .map(([series, value]) => ({ panel, series, x: at, y: height - y.position(value, height) }));
      },
    };
  },

  caption: ({ result }) => {
    const { points } = result;
    return inParts([
      unordered(chartAxes(result).x),
      points.some(({ capacity }) => capacity !== null) &&
        'Capacity is what the engine sustains with full batches.',
      points.some((point) => arrivalRate(point) !== null) &&
        `While it lies above the arrivals (dashed), throughput equals the arrivals${whateverX(chartAxes(result).x)}; where it lies below them the queue grows without end.`,
      points.every((point) => arrivalRate(point) === null) && 'Throughput is completed requests / makespan.',
    ]).join(' ');
  },

  alternative: ({ result }) =>
    result.points
      .map(
        (point) =>
          `${sweptPointLabel(result, point)}: capacity ${perSecond(point.capacity?.requestsPerSecond)}, ` +
          `throughput ${perSecond(point.throughput.requestsPerSecond)}`,
      )
      .join('; ') + '.',
};

function whateverX({ option, name }: SweepAxis): string {
  return option === 'rate' ? '' : `, whatever the ${lower(name)}`;
}

/** The axes of the picture: rates are lines where they do not go along, everything else has panels. */
function axesOf(swept: Swept): ChartAxes & { readonly lines: SweepAxis | null } {
  const { x, others, fixed } = chartAxes(swept);
  const lines = others.find(({ option }) => option === 'rate') ?? null;
  return {
    x,
    others: others.filter((axis) => axis !== lines),
    fixed: fixed.filter(({ option }) => option !== 'rate'),
    lines,
  };
}

function plotOf(swept: Swept, look: Look) {
  const { points } = swept;
  const axes = axesOf(swept);
  const all = groupsBy(points, axes);
  const columns = isNarrow(look) ? 1 : Math.min(2, all.length);
  const labels = [CAPACITY, ...lineNames(axes.lines), ...(isVarying(axes, all) ? [ARRIVALS] : [])];
  const right = endLabelRoom(labels, axes.x.values.length, plotWidth(look, { columns }));
  const width = plotWidth(look, { columns, right });
  const rates = points.flatMap((point) => [
    point.capacity?.requestsPerSecond,
    point.throughput.requestsPerSecond,
    arrivalRate(point),
  ]);
  const y = fittingAxis(
    rates.filter((rate) => typeof rate === 'number'),
    { logFrom: CAPACITY_LOG_FROM },
  );
  const height = columns > 1 || isNarrow(look) ? 260 : 330;
  return { axes, all, columns, right, width, height, x: xAxis(axes.x, width), y };
}

/** Whether requests arrive at another rate from one value of x to the next, so that arrivals are no level line. */
function isVarying({ x, lines }: ReturnType<typeof axesOf>, all: readonly Group[]): boolean {
  if (lines !== null || x.role === 'choice') return false;
  return all.some(({ points }) => {
    const rates = points.flatMap((point) => arrivalRate(point) ?? []);
    return Math.max(...rates) > Math.min(...rates) * 1.005;
  });
}

const perSecond = (rate: number | null | undefined) =>
  rate === null || rate === undefined ? 'not applicable' : `${significant(rate)} requests/s`;

function lineNames(lines: SweepAxis | null): string[] {
  return lines === null
    ? ['throughput']
    : orderedValues(lines).map((rate) => `at ${significant(Number(rate))}/s`);
}

/** Capacity, and the throughput of each rate. Capacity depends on the lengths alone, not on the arrivals. */
function seriesOf(
  { points }: Group,
  { axes, all, x }: Pick<ReturnType<typeof plotOf>, 'axes' | 'all' | 'x'>,
  { palette }: Look,
): Series[] {
  const capacities = x.labels.flatMap((label) =>
    distinct(
      points
        .filter((point) => x.labelOf(point) === label)
        .map(({ capacity }) => capacity?.requestsPerSecond ?? null),
    ).map((y) => ({ x: label, y, unstable: false })),
  );
  const lines = groupsBy(points, { x: axes.x, others: axes.lines === null ? [] : [axes.lines] });
  const names = lineNames(axes.lines);
  const arriving = points.map((point) => ({ x: x.labelOf(point), y: arrivalRate(point), unstable: false }));
  return [
    { label: CAPACITY, color: palette.ink, points: capacities },
    ...lines.map((line, i) => ({
      label: names[i]!,
      color: seriesColor(palette, i),
      points: line.points.map((point) => ({
        x: x.labelOf(point),
        y: point.throughput.requestsPerSecond,
        interval: point.throughput.requestsPerSecondCi95,
        unstable: isUnstable(point),
      })),
    })),
    ...(isVarying(axes, all)
      ? [{ label: ARRIVALS, color: palette.muted, dashed: true, points: arriving }]
      : []),
  ];
}

/** A dashed line for each arrival rate; a single one says what it is, where that covers no point. */
function arrivals(
  points: readonly SweepPoint[],
  {
    look: { palette },
    x,
    y,
    width,
    height,
  }: { look: Look; x: XAxis; y: Axis; width: number; height: number },
): Layer[] {
  const position = (rate: number) => height - y.position(rate, height);
  const asked = distinct(points.map(({ rate }) => rate)).sort((a, b) => (a ?? -1) - (b ?? -1));
  const rates = asked.flatMap((rate) => {
    const first = points.find((point) => point.rate === rate && arrivalRate(point) !== null);
    return first ? [arrivalRate(first)!] : [];
  });
  const to = width - x.step / 2;
  const text = `arrivals, ${significant(rates[0] ?? 0)}/s`;
  const own = textWidth(text, TEXT_SIZE);
  const at = position(rates[0] ?? 0);
  const taken = points.flatMap((point) =>
    [point.capacity?.requestsPerSecond, point.throughput.requestsPerSecond]
      .filter((value) => typeof value === 'number')
      .map((value) => around({ x: x.position(x.labelOf(point)), y: position(value) }, 8)),
  );
  const boxes = [at - 19, at + 6].flatMap((top) =>
    [2, to - own, (to - own) / 2].map((left) => ({ x: left, y: top, width: own, height: 13 })),
  );
  const box = rates.length === 1 ? firstFree(boxes, taken, [], { x: 0, y: 0, width, height }) : null;
  return [
    {
      data: { values: rates.map((rate) => ({ y: position(rate), from: 0, to })) },
      mark: { type: 'rule', strokeDash: [4, 4], strokeWidth: 1.25, color: palette.muted },
      encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y') },
    },
    {
      data: { values: box === null ? [] : [{ x: box.x, y: box.y + box.height / 2, text }] },
      mark: { type: 'text', align: 'left', baseline: 'middle', color: palette.muted },
      encoding: textAt('x', 'y'),
    },
  ];
}
