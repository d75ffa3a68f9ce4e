import { inWords } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { numberLabel, timeUnit } from './axis.js';
import { indexBetween } from './batch-size-axis.js';
import type { Look, SweepChart } from './chart.js';
import { given, pixels, textAt } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, type Panel, plotWidth } from './layout.js';
import type { Palette } from './palette.js';
import {
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

const STEPS = ['heat1', 'heat2', 'heat3', 'heat4', 'heat5', 'heat6', 'heat7'] as const;
/** From this step on, dark text reads better than white. */
const LIGHT_FROM = 4;
const CELL_HEIGHT = 34;
const GAP = 2;

export const heatmap: SweepChart = {
  name: 'heatmap',

  applies: ({ result: { points } }) =>
    sizesOf(points).length > 1 && ratesOf(points).filter((rate) => rate !== null).length > 1,

  spec({ result: { points } }, look) {
    const { waits, columns, width } = plotOf(points, look);
    const stable = points
      .filter((point) => !isUnstable(point))
      .flatMap((point) => point.e2eLatencyMs.p99 ?? []);
    const unit = timeUnit(Math.max(0, ...stable));
    const color = coloring(stable);
    return picture(look, {
      title: `p99 latency (${unit.name}) by batch size and arrival rate`,
      subtitle: [
        ...shared(points),
        ...(points.some(isUnstable) ? ['× = unstable'] : []),
        ...(points.some(hasNone) ? ['– = none completed'] : []),
        ...(new Set(stable).size > 1 ? ['log color steps, dark is faster'] : []),
      ].join(' · '),
      columns,
      right: 14,
      panels: waits.map((wait) => ({
        ...(waits.length > 1 && { title: wait }),
        ...cells(
          points.filter((point) => point.wait === wait),
          { look, width, unitMs: unit.ms, color, sizes: sizesOf(points), rates: ratesOf(points) },
        ),
      })),
    });
  },

  places({ result: { points } }, look) {
    const { waits, width } = plotOf(points, look);
    const sizes = sizesOf(points);
    const rates = ratesOf(points);
    const step = width / rates.length;
    return {
      plot: { width, height: sizes.length * CELL_HEIGHT },
      reach: { x: step / 2, y: CELL_HEIGHT / 2 },
      of({ batchSize, wait, rate }) {
        const row = indexBetween(sizes, batchSize);
        const column = rates.indexOf(rate);
        const panel = waits.indexOf(wait);
        if (row === null || column < 0 || panel < 0) return [];
        const y = (sizes.length - 0.5 - row) * CELL_HEIGHT;
        return [{ panel, series: wait, x: (column + 0.5) * step, y }];
      },
    };
  },

  caption: ({ result: { points } }) =>
    inParts([
      'p99 E2E latency of every combination.',
      points.some(isUnstable) &&
        '× marks combinations whose arrivals exceed the capacity: their latency grows with the length of the run.',
      points.some(hasNone) && '– marks combinations without a completed request.',
    ]).join(' '),

  alternative: ({ result }) =>
    result.points
      .map(
        (point) =>
          `${pointLabel(point)}${isUnstable(point) ? '' : `: p99 ${inWords(point.e2eLatencyMs.p99)}`}`,
      )
      .join('; ') + '.',
};

const hasNone = (point: SweepPoint) => !isUnstable(point) && point.e2eLatencyMs.p99 === null;

function plotOf(points: readonly SweepPoint[], look: Look) {
  const waits = distinct(points.map(({ wait }) => wait));
  const columns = isNarrow(look) ? 1 : Math.min(2, waits.length);
  return { waits, columns, width: plotWidth(look, { columns, right: 14 }) };
}

/** Steps of equal ratio between the smallest and the largest value. */
function coloring(values: readonly number[]): (value: number) => number {
  const low = Math.log(Math.max(Math.min(...values), Number.MIN_VALUE));
  const span = Math.log(Math.max(...values)) - low;
  return (value) =>
    span > 0
      ? Math.max(0, Math.min(STEPS.length - 1, Math.floor(((Math.log(value) - low) / span) * STEPS.length)))
      : 0;
}

interface Grid {
  readonly look: Look;
  readonly width: number;
  readonly unitMs: number;
  readonly color: (value: number) => number;
  readonly sizes: readonly number[];
  readonly rates: readonly (number | null)[];
}

function cells(points: readonly SweepPoint[], grid: Grid): Omit<Panel, 'title'> {
  const { look, width, unitMs, sizes, rates } = grid;
  const { palette } = look;
  const step = width / rates.length;
  const height = sizes.length * CELL_HEIGHT;
  const rows = points.map((point) => {
    const left = rates.indexOf(point.rate) * step;
    const top = (sizes.length - 1 - sizes.indexOf(point.batchSize)) * CELL_HEIGHT;
    return {
      left: left + GAP / 2,
      right: left + step - GAP / 2,
      top: top + GAP / 2,
      bottom: top + CELL_HEIGHT - GAP / 2,
      x: left + step / 2,
      y: top + CELL_HEIGHT / 2,
      ...face(point, { palette, unitMs, color: grid.color }),
    };
  });
  const widest = Math.max(...rows.map((row) => textWidth(row.text, 12)));
  const layers: Layer[] = [
    {
      data: { values: rows },
      mark: { type: 'rect', cornerRadius: 2, opacity: 1 },
      encoding: {
        x: pixels('left'),
        x2: { field: 'right' },
        y: pixels('top'),
        y2: { field: 'bottom' },
        fill: given('fill'),
      },
    },
    {
      data: { values: rows },
      mark: { type: 'text', baseline: 'middle', fontSize: widest + 4 > step ? 9 : 12 },
      encoding: { ...textAt('x', 'y'), color: given('ink') },
    },
    axisTexts(
      sizes.map((size, i) => ({ x: -8, y: height - (i + 0.5) * CELL_HEIGHT, text: sizeLabel(size) })),
      'right',
    ),
    axisTexts(
      rates.map((rate, i) => ({
        x: (i + 0.5) * step,
        y: height + 14,
        text: rate === null ? 'own' : numberLabel(rate),
      })),
      'center',
    ),
    axisTexts([{ x: -44, y: -14, text: 'Batch size' }], 'left'),
    axisTexts([{ x: width / 2, y: height + 36, text: 'Arrival rate (requests/s)' }], 'center'),
  ];
  return { width, height, layers };

  function axisTexts(values: readonly object[], align: string): Layer {
    return {
      data: { values },
      mark: { type: 'text', align, baseline: 'middle', color: palette.muted },
      encoding: textAt('x', 'y'),
    };
  }
}

function face(
  point: SweepPoint,
  { palette, unitMs, color }: { palette: Palette; unitMs: number; color: (value: number) => number },
): { fill: string; ink: string; text: string } {
  const { p99 } = point.e2eLatencyMs;
  if (isUnstable(point) || p99 === null) {
    return { fill: palette.band, ink: palette.muted, text: isUnstable(point) ? '×' : '–' };
  }
  const step = color(p99);
  const ink = step >= LIGHT_FROM ? palette.onLightHeat : palette.onDarkHeat;
  return { fill: palette[STEPS[step]!], ink, text: numberLabel(p99 / unitMs) };
}
