import { inWords } from 'lockstep/metrics';
import { axisOf } from 'lockstep/scenario';
import { coordinatesOf, type SweepPoint } from 'lockstep/simulation';
import { lower } from 'lockstep/words';
import { type Axis, linearAxis, numberLabel, stretchAxis, type TimeUnit, timeUnit } from './axis.js';
import type { Chart, Look, RunData, SweepChart, SweepData } from './chart.js';
import {
  axisLabels,
  type AxisLabels,
  chartAxes,
  type Group,
  groupsBy,
  groupTitle,
  panelOf,
  shared,
  type Swept,
  withValues,
} from './chart-axes.js';
import { given, pixels, textAt, xField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, leftFor, plotWidth, TEXT_SIZE } from './layout.js';
import type { Swatch } from './legend.js';
import { rowNames } from './row-names.js';
import { inParts, isUnstable, pointLabel, sweptPointLabel } from './sweep-points.js';
import { type Part, PARTS, partsOf, partsOfLatency, swatches, total } from './time-parts.js';
import { shortened, textWidth } from './text-width.js';
import { placeBetween } from './x-axis.js';

const INNER_SIZE = 11;
const BAR = 20;
const ROW = 32;

export const whereTimeGoes: SweepChart = {
  name: 'where-time-goes',

  applies: ({ result }) => result.points.some(({ e2eLatencyMs }) => e2eLatencyMs.mean !== null),

  spec({ result }, look) {
    const { points } = result;
    const { axes, all, columns, left, right, width } = plotOf(result, look);
    return picture(look, {
      title: points.length > 1 ? `Where the time goes, by ${lower(axes.x.name)}` : 'Where the time goes',
      subtitle: [
        ...shared(result, axes),
        'means over completed requests',
        ...(points.some(isUnstable) ? ['hollow = unstable'] : []),
      ].join(' · '),
      legend: swatches(look.palette, drawnParts(result)),
      columns,
      left,
      right,
      panels: all.map((group) => {
        const title = groupTitle(group, axes);
        const height = group.points.length * ROW;
        const scale = scaleOf(group, columns);
        return {
          ...(title !== undefined && { title }),
          width,
          height,
          layers: barLayers(group, { look, width, left, labels: axisLabels(axes.x), ...scale }),
        };
      }),
    });
  },

  places({ result }, look) {
    const { axes, all, width } = plotOf(result, look);
    const most = Math.max(...all.map((group) => group.points.length));
    return {
      plot: { width, height: most * ROW },
      reach: { x: Infinity, y: ROW / 2 },
      of(point) {
        const panel = panelOf(point, all, axes);
        if (panel < 0) return [];
        const { x } = axes;
        const values = all[panel]!.points.map(({ coordinates }) => coordinates[x.option]!);
        const index = placeBetween(withValues(x, values), point.coordinates[x.option]!);
        return index === null ? [] : [{ panel, series: point.wait, x: 0, y: (index + 0.5) * ROW }];
      },
    };
  },

  caption: ({ result }) => {
    const { points } = result;
    const drawn = drawnParts(result);
    const waits = inParts([
      drawn.includes('blocked') && 'waits while the engine is busy (blocked)',
      drawn.includes('forming') && 'waits while its batch is held open (forming)',
      drawn.includes('own') && 'generates its own tokens',
      drawn.includes('held') && 'its answer waits for the longest request of its batch (held)',
    ]);
    return inParts([
      `The mean request ${inSequence(waits)}.`,
      waits.length > 1 && 'Together they are its E2E latency.',
      points.every(({ release }) => release !== 'batch') &&
        'Its slot stays held until the longest request of its batch ends, which is no part of its latency and not drawn.',
      isCut(result) &&
        'Bars with ▶ are cut: they are unstable, and their time grows with the length of the run.',
    ]).join(' ');
  },

  alternative: ({ result }) =>
    result.points
      .filter(({ e2eLatencyMs }) => e2eLatencyMs.mean !== null)
      .map((point) => {
        const { blocked, forming, own, held } = partsOf(point);
        const { release } = point;
        const mean =
          release === 'batch' ? '' : `, E2E latency ${inWords(point.e2eLatencyMs.mean)}; its slot then`;
        return (
          `${result.points.length > 1 ? sweptPointLabel(result, point) : pointLabel(point)}: blocked ${inWords(blocked)}, forming ${inWords(forming)}, ` +
          `own tokens ${inWords(own)}${mean}${release === 'batch' ? ',' : ''} held ${inWords(held)}`
        );
      })
      .join('; ') + '.',
};

function plotOf(swept: Swept, look: Look) {
  const axes = chartAxes(swept);
  const all = plottedGroups(swept);
  const columns = isNarrow(look) ? 1 : Math.min(3, all.length);
  const right = 72;
  const { labelOf } = axisLabels(axes.x);
  const left = leftFor(axes.x.values.map(labelOf), look, columns);
  return { axes, all, columns, left, right, width: plotWidth(look, { columns, left, right }) };
}

/** The parts that any bar shows. */
function drawnParts(swept: Swept): readonly Part[] {
  const drawn = new Set(
    plottedGroups(swept).flatMap((group) => {
      const { x, unit } = scaleOf(group);
      return group.points.flatMap((point) => pieces(point, unit, x.domain[1]).map(({ part }) => part));
    }),
  );
  return PARTS.filter((part) => drawn.has(part));
}

/** Whether an unstable bar is longer than its axis. */
function isCut(swept: Swept): boolean {
  return plottedGroups(swept).some((group) => {
    const { x, unit } = scaleOf(group);
    return group.points.some((point) => total(point) / unit.ms > x.domain[1]);
  });
}

function plottedGroups(swept: Swept): Group[] {
  const plotted = swept.points.filter(({ e2eLatencyMs }) => e2eLatencyMs.mean !== null);
  return groupsBy(plotted, chartAxes(swept));
}

/** `a, b, then c`. */
function inSequence(steps: readonly string[]): string {
  return steps.length < 2 ? steps.join('') : `${steps.slice(0, -1).join(', ')}, then ${steps.at(-1)}`;
}

/** The same for a single run. */
export const whereTimeGoesInRun: Chart<RunData> = {
  name: whereTimeGoes.name,
  applies: (data) => whereTimeGoes.applies(asSweep(data)),
  spec: (data, look) => whereTimeGoes.spec(asSweep(data), look),
  caption: (data) => whereTimeGoes.caption(asSweep(data)),
  alternative: (data) => whereTimeGoes.alternative(asSweep(data)),
};

function asSweep({ point }: RunData): SweepData {
  const { wait, rate } = point;
  const coordinates = coordinatesOf(point);
  const axes = [
    axisOf('batchSize', [coordinates['batchSize']!]),
    axisOf('wait', [wait]),
    ...(rate === null ? [] : [axisOf('rate', [rate])]),
  ];
  const points = [{ ...point, coordinates }];
  return { result: { axes, points, groups: [], limitations: { fixedBatchSize: null } } };
}

interface Scale {
  readonly x: Axis;
  readonly unit: TimeUnit;
}

interface Plot extends Scale {
  readonly look: Look;
  readonly width: number;
  readonly left: number;
  readonly labels: AxisLabels;
}

/** Made for the stable bars, each panel its own: a rate more can multiply them. Longer, unstable ones are cut. */
function scaleOf({ points }: Group, columns = 1): Scale {
  const stable = points.filter((point) => !isUnstable(point));
  const most = Math.max(...(stable.length > 0 ? stable : points).map(total));
  const unit = timeUnit(most);
  const slack = stable.length < points.length ? 1.25 : 1;
  const x = linearAxis([(most / unit.ms) * slack]);
  // The same end whatever room there is, so that the caption tells of the same bars.
  return { unit, x: columns > 1 ? stretchAxis(0, x.domain[1], 3) : x };
}

/** The parts of a bar that its axis shows, from left to right. */
function pieces(point: SweepPoint, unit: TimeUnit, high: number) {
  const parts = partsOf(point);
  let to = 0;
  return partsOfLatency(point.release).flatMap((part) => {
    const from = to;
    to += parts[part] / unit.ms;
    return to <= from || from >= high ? [] : [{ part, from, to: Math.min(to, high), ms: parts[part] }];
  });
}

function barLayers({ points }: Group, { look, width, left, labels, unit, x }: Plot): Layer[] {
  const { palette } = look;
  const high = x.domain[1];
  const rows = points.flatMap((point, i) => {
    const top = i * ROW + (ROW - BAR) / 2;
    return pieces(point, unit, high).map((piece) => {
      const [{ fill, stroke }] = swatches(palette, [piece.part]) as [Swatch];
      return {
        ...piece,
        top,
        bottom: top + BAR,
        fill: isUnstable(point) ? palette.background : fill,
        stroke,
      };
    });
  });
  const inner = rows.flatMap((row) => {
    const text = numberLabel(row.ms / unit.ms);
    const room = x.position(row.to, width) - x.position(row.from, width);
    if (room < textWidth(text, INNER_SIZE) + 10) return [];
    const isFull = row.fill === row.stroke;
    const onFull = row.part === 'own' ? palette.onOwn : palette.onBlocked;
    return [
      {
        x: x.position((row.from + row.to) / 2, width),
        y: row.top + BAR / 2,
        text,
        color: isFull ? onFull : palette.ink,
      },
    ];
  });
  const middle = (i: number) => i * ROW + ROW / 2;
  const ends = points.map((point, i) => {
    const sum = total(point);
    const end = Math.min(sum / unit.ms, high);
    return {
      x: x.position(end, width) + 7,
      y: middle(i),
      text: inWords(point.e2eLatencyMs.mean) + (sum / unit.ms > high ? ' ▶' : ''),
    };
  });
  const names = points.map(({ coordinates }, i) => ({
    y: middle(i),
    text: shortened(labels.labelOf(coordinates[labels.option]!), left - 12, TEXT_SIZE),
  }));
  return [
    {
      data: { values: rows },
      mark: { type: 'rect', strokeWidth: 1, opacity: 1 },
      encoding: {
        x: xField('from', x, `Mean time (${unit.name})`, { grid: true }),
        x2: { field: 'to' },
        y: pixels('top'),
        y2: { field: 'bottom' },
        fill: given('fill'),
        stroke: given('stroke'),
      },
    },
    {
      data: { values: inner },
      mark: { type: 'text', baseline: 'middle', fontSize: INNER_SIZE },
      encoding: { ...textAt('x', 'y'), color: given('color') },
    },
    {
      data: { values: ends },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600, color: palette.ink },
      encoding: textAt('x', 'y'),
    },
    ...rowNames(labels.title, names, { look, left }),
  ];
}
