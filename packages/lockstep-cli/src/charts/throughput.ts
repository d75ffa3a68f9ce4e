import { significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { type Axis, CAPACITY_LOG_FROM, fittingAxis } from './axis.js';
import { type BatchSizeAxis, batchSizeAxis } from './batch-size-axis.js';
import type { Look, SweepChart } from './chart.js';
import { pixels, textAt, yField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, plotWidth, TEXT_SIZE } from './layout.js';
import { endLabelRoom, lines, type Series } from './lines.js';
import { seriesColor } from './palette.js';
import { around, firstFree } from './place-labels.js';
import {
  arrivalRate,
  distinct,
  inParts,
  isUnstable,
  pointLabel,
  ratesOf,
  shared,
  sizeLabel,
  sizesOf,
} from './sweep-points.js';
import { textWidth } from './text-width.js';

const CAPACITY = 'capacity';

export const throughput: SweepChart = {
  name: 'throughput',

  applies: ({ result }) => result.points.some((point) => point.throughput.requestsPerSecond !== null),

  spec({ result: { points } }, look) {
    const { waits, columns, right, width, height, x, y } = plotOf(points, look);
    const panels = waits.map((wait) => points.filter((point) => point.wait === wait));
    const yEncoding = yField('y', y, `requests/s${y.type === 'log' ? ' (log scale)' : ''}`);
    return picture(look, {
      title: 'Throughput and capacity by batch size',
      subtitle: [
        ...shared(points),
        ...(points.some((point) => arrivalRate(point) !== null) ? ['dashed = arrivals'] : []),
        ...(points.some(isUnstable) ? ['hollow = unstable'] : []),
      ].join(' · '),
      columns,
      right,
      panels: panels.map((members, i) => ({
        ...(waits.length > 1 && { title: waits[i]! }),
        width,
        height,
        layers: [
          ...arrivals(members, { look, x, y, width, height }),
          ...lines(seriesOf(members, look), { look, x, y, yEncoding, height }),
        ],
      })),
    });
  },

  places({ result: { points } }, look) {
    const { waits, width, height, x, y } = plotOf(points, look);
    return {
      plot: { width, height },
      reach: { x: x.step / 2, y: Infinity },
      of({ batchSize, wait, capacity, throughput: { requestsPerSecond } }) {
        const at = x.between(batchSize);
        const panel = waits.indexOf(wait);
        if (at === null || panel < 0) return [];
        return Object.entries({ [CAPACITY]: capacity?.requestsPerSecond, throughput: requestsPerSecond })
          .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
          .map(([series, value]) => ({ panel, series, x: at, y: height - y.position(value, height) }));
      },
    };
  },

  caption: ({ result: { points } }) =>
    inParts([
      points.some(({ capacity }) => capacity !== null) &&
        'Capacity is what the engine sustains with full batches.',
      points.some((point) => arrivalRate(point) !== null) &&
        'While it lies above the arrivals (dashed), throughput equals the arrivals, whatever the batch size; where it lies below them the queue grows without end.',
      points.every((point) => arrivalRate(point) === null) && 'Throughput is completed requests / makespan.',
    ]).join(' '),

  alternative: ({ result }) =>
    result.points
      .map(
        (point) =>
          `${pointLabel(point)}: capacity ${perSecond(point.capacity?.requestsPerSecond)}, ` +
          `throughput ${perSecond(point.throughput.requestsPerSecond)}`,
      )
      .join('; ') + '.',
};

function plotOf(points: readonly SweepPoint[], look: Look) {
  const waits = distinct(points.map(({ wait }) => wait));
  const columns = isNarrow(look) ? 1 : Math.min(2, waits.length);
  const labels = seriesOf(points, look).map(({ label }) => label);
  const sizes = sizesOf(points);
  const right = endLabelRoom(labels, sizes.length, plotWidth(look, { columns }));
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
  return { waits, columns, right, width, height, x: batchSizeAxis(sizes, width), y };
}

const perSecond = (rate: number | null | undefined) =>
  rate === null || rate === undefined ? 'not applicable' : `${significant(rate)} requests/s`;

/** Capacity, and the throughput of each rate. Capacity depends on the lengths alone, not on the arrivals. */
function seriesOf(points: readonly SweepPoint[], { palette }: Look): Series[] {
  const rates = ratesOf(points);
  const capacities = sizesOf(points).flatMap((size) =>
    distinct(
      points
        .filter((point) => point.batchSize === size)
        .map(({ capacity }) => capacity?.requestsPerSecond ?? null),
    ).map((y) => ({ x: sizeLabel(size), y, unstable: false })),
  );
  return [
    { label: CAPACITY, color: palette.ink, points: capacities },
    ...rates.map((rate, i) => ({
      label: rates.length > 1 && rate !== null ? `at ${significant(rate)}/s` : 'throughput',
      color: seriesColor(palette, i),
      points: points
        .filter((point) => point.rate === rate)
        .toSorted((a, b) => a.batchSize - b.batchSize)
        .map((point) => ({
          x: sizeLabel(point.batchSize),
          y: point.throughput.requestsPerSecond,
          interval: point.throughput.requestsPerSecondCi95,
          unstable: isUnstable(point),
        })),
    })),
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
  }: { look: Look; x: BatchSizeAxis; y: Axis; width: number; height: number },
): Layer[] {
  const position = (rate: number) => height - y.position(rate, height);
  const rates = ratesOf(points).flatMap((rate) => {
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
      .map((value) => around({ x: x.position(sizeLabel(point.batchSize)), y: position(value) }, 8)),
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
