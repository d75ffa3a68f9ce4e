import { inWords } from 'lockstep/metrics';
import type { AxisValue, SweepAxis, SweepPoint } from 'lockstep/simulation';
import { lower } from 'lockstep/words';
import { numberLabel, timeUnit } from './axis.js';
import type { Look, SweepChart } from './chart.js';
import {
  axisLabels,
  type ChartAxes,
  chartAxes,
  groupsBy,
  groupTitle,
  orderedValues,
  panelOf,
  shared,
  type Swept,
} from './chart-axes.js';
import { given, pixels, textAt } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, leftFor, type Panel, plotWidth, TEXT_SIZE } from './layout.js';
import type { Palette } from './palette.js';
import { inParts, isUnstable, sweptPointLabel } from './sweep-points.js';
import { broken, shortened, textWidth } from './text-width.js';
import { placeBetween } from './x-axis.js';

const STEPS = ['heat1', 'heat2', 'heat3', 'heat4', 'heat5', 'heat6', 'heat7'] as const;
/** From this step on, dark text reads better than white. */
const LIGHT_FROM = 4;
const CELL_HEIGHT = 34;
const GAP = 2;
const LINE = 15;

export const heatmap: SweepChart = {
  name: 'heatmap',

  applies: ({ result }) => axesOf(result) !== null,

  spec({ result }, look) {
    const { points } = result;
    const axes = axesOf(result)!;
    const { all, columns, left, width, below } = plotOf(result, axes, look);
    const stable = points
      .filter((point) => !isUnstable(point))
      .flatMap((point) => point.e2eLatencyMs.p99 ?? []);
    const unit = timeUnit(Math.max(0, ...stable));
    const color = coloring(stable);
    return picture(look, {
      title: `p99 latency (${unit.name}) by ${lower(axes.rows.name)} and ${lower(axes.across.name)}`,
      subtitle: [
        ...shared(result, axes),
        ...(points.some(isUnstable) ? ['× = unstable'] : []),
        ...(points.some(hasNone) ? ['– = none completed'] : []),
        ...(new Set(stable).size > 1 ? ['log color steps, dark is faster'] : []),
      ].join(' · '),
      columns,
      left,
      right: 14,
      below,
      panels: all.map((group) => {
        const title = groupTitle(group, axes);
        const grid = { look, width, left, unitMs: unit.ms, color, axes };
        return { ...(title !== undefined && { title }), ...cells(group.points, grid) };
      }),
    });
  },

  places({ result }, look) {
    const axes = axesOf(result)!;
    const { rows, across } = axes;
    const { all, width } = plotOf(result, axes, look);
    const count = rows.values.length;
    const columns = orderedValues(across);
    const step = width / columns.length;
    return {
      plot: { width, height: count * CELL_HEIGHT },
      reach: { x: step / 2, y: CELL_HEIGHT / 2 },
      of(point) {
        const row = placeBetween(rows, point.coordinates[rows.option]!);
        const column = columns.indexOf(point.coordinates[across.option]!);
        const panel = panelOf(point, all, axes);
        if (row === null || column < 0 || panel < 0) return [];
        const y = (count - 0.5 - row) * CELL_HEIGHT;
        return [{ panel, series: point.wait, x: (column + 0.5) * step, y }];
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
          `${sweptPointLabel(result, point)}${isUnstable(point) ? '' : `: p99 ${inWords(point.e2eLatencyMs.p99)}`}`,
      )
      .join('; ') + '.',
};

const hasNone = (point: SweepPoint) => !isUnstable(point) && point.e2eLatencyMs.p99 === null;

/** The axes of the picture: what goes up, what goes across, and what has panels. */
interface HeatmapAxes extends ChartAxes {
  readonly rows: SweepAxis;
  readonly across: SweepAxis;
}

/** Rates go across where they vary, else the first axis besides x. Null where fewer than two axes vary. */
function axesOf(swept: Pick<Swept, 'axes'>): HeatmapAxes | null {
  const { x, others, fixed } = chartAxes(swept);
  const across = others.find(({ option }) => option === 'rate') ?? others[0];
  if (across === undefined) return null;
  return { x, rows: x, across, others: others.filter((axis) => axis !== across), fixed };
}

function plotOf({ points }: Swept, axes: HeatmapAxes, look: Look) {
  const all = groupsBy(points, axes);
  const columns = isNarrow(look) ? 1 : Math.min(2, all.length);
  const left = leftFor(axes.rows.values.map(axisLabels(axes.rows).labelOf), look, columns);
  const width = plotWidth(look, { columns, left, right: 14 });
  const lines = columnLabels(axes.across, width).map(({ length }) => length);
  return { all, columns, left, width, below: (Math.max(...lines) - 1) * LINE };
}

/** What stands below the columns: quantities in a line, names in as many as they need. */
function columnLabels(across: SweepAxis, width: number): string[][] {
  const { labelOf } = axisLabels(across);
  return orderedValues(across).map((value) => {
    if (across.option === 'rate') return [numberLabel(Number(value))];
    return broken(labelOf(value), width / across.values.length - 6, TEXT_SIZE, 3);
  });
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
  readonly left: number;
  readonly axes: HeatmapAxes;
}

function cells(points: readonly SweepPoint[], grid: Grid): Omit<Panel, 'title'> {
  const { look, width, left: leftRoom, unitMs } = grid;
  const { rows: up, across } = grid.axes;
  const { palette } = look;
  const [sizes, columns] = [orderedValues(up), orderedValues(across)];
  const { title: upTitle, labelOf } = axisLabels(up);
  const step = width / columns.length;
  const height = sizes.length * CELL_HEIGHT;
  const below = columnLabels(across, width);
  const at = (point: SweepPoint, { option }: SweepAxis): AxisValue => point.coordinates[option]!;
  const rows = points.map((point) => {
    const left = columns.indexOf(at(point, across)) * step;
    const top = (sizes.length - 1 - sizes.indexOf(at(point, up))) * CELL_HEIGHT;
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
      sizes.map((size, i) => ({
        x: -8,
        y: height - (i + 0.5) * CELL_HEIGHT,
        text: shortened(labelOf(size), leftRoom - 12, TEXT_SIZE),
      })),
      'right',
    ),
    axisTexts(
      below.flatMap((lines, i) =>
        lines.map((text, line) => ({ x: (i + 0.5) * step, y: height + 14 + line * LINE, text })),
      ),
      'center',
    ),
    axisTexts([{ x: 2 - leftRoom, y: -14, text: upTitle }], 'left'),
    axisTexts(
      [
        {
          x: width / 2,
          y: height + 36 + (Math.max(...below.map(({ length }) => length)) - 1) * LINE,
          text: axisLabels(across).title,
        },
      ],
      'center',
    ),
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
