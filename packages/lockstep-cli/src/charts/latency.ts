import { inWords } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { lower } from 'lockstep/words';
import { type Axis, fittingAxis, timeUnit } from './axis.js';
import type { Look, SweepChart } from './chart.js';
import {
  type ChartAxes,
  chartAxes,
  type Group,
  groupsBy,
  groupTitle,
  panelOf,
  shared,
  type Swept,
  unordered,
} from './chart-axes.js';
import { pixels, textAt, yField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, plotWidth, TEXT_SIZE } from './layout.js';
import { endLabelRoom, lines, type Series, unstableBand } from './lines.js';
import type { Palette } from './palette.js';
import { around, firstFree } from './place-labels.js';
import { inParts, isUnstable, sweptPointLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';
import { isTtftE2e } from './trade-off-guides.js';
import { type XAxis, xAxis } from './x-axis.js';

const STATISTICS = [
  { name: 'p99', color: 'p99' },
  { name: 'p95', color: 'p95' },
  { name: 'p50', color: 'p50' },
  { name: 'mean', color: 'mean' },
] as const;

/** Drawn where there is a target for it, and where it differs from the E2E latency. */
const TTFT = 'p99 TTFT';

/** Unstable values may stretch an axis to this many times the largest stable one; beyond, they are cut. */
const STRETCH = 3;
/** Several panels share an axis, and have less room. */
const SHARED_STRETCH = 1.5;

export const latency: SweepChart = {
  name: 'latency',

  applies: ({ result }) => result.points.some(({ e2eLatencyMs }) => e2eLatencyMs.mean !== null),

  spec({ result }, look) {
    const { points } = result;
    const { axes, all, columns, right, width, height, unit, x, y } = plotOf(result, look);
    const yEncoding = yField('y', y, `${hasTtft(points) ? 'Latency' : 'E2E latency'} (${unit.name})`);
    const targets = targetsOf(points, y, unit.ms);
    return picture(look, {
      title: `Latency by ${lower(axes.x.name)}`,
      subtitle: subtitle(result, axes, y.type),
      columns,
      right,
      below: x.extraRoom,
      panels: all.map((group) => ({
        ...titled(groupTitle(group, axes)),
        width,
        height,
        layers: [
          ...unstableBand(group.points.filter(isUnstable).map(x.labelOf), { look, x, height }),
          ...lines(seriesOf(group, x, hasTtft(points), look.palette, unit.ms), {
            look,
            x,
            y,
            yEncoding,
            height,
          }),
          ...targetLines(targets, group, { look, x, y, unitMs: unit.ms, width, height }),
        ],
      })),
    });
  },

  places({ result }, look) {
    const { points } = result;
    const { axes, all, width, height, unit, x, y } = plotOf(result, look);
    return {
      plot: { width, height },
      reach: { x: x.step / 2, y: Infinity },
      of(point) {
        const { e2eLatencyMs, ttftMs } = point;
        const at = x.between(point);
        const panel = panelOf(point, all, axes);
        if (at === null || panel < 0) return [];
        const place = (series: string, value: number | null) =>
          value === null ? [] : [{ panel, series, x: at, y: height - y.position(value / unit.ms, height) }];
        return [
          ...STATISTICS.flatMap(({ name }) => place(name, e2eLatencyMs[name])),
          ...(hasTtft(points) ? place(TTFT, ttftMs.p99) : []),
        ];
      },
    };
  },

  caption: ({ result }) => {
    const { points } = result;
    const { x } = chartAxes(result);
    const { y, unit, isCut } = scaleOf(result);
    const hasInterval = points.some(({ e2eLatencyMs: { meanCi95, p99Ci95 } }) => meanCi95 ?? p99Ci95);
    const targets = targetsOf(points, y, unit.ms);
    return inParts([
      'E2E latency runs from a request’s arrival until its answer leaves.',
      hasTtft(points) && 'TTFT runs until its first token leaves.',
      hasInterval && 'Whiskers are 95 % intervals of the mean and the p99.',
      points.some(isUnstable) &&
        `${x.option === 'batchSize' ? 'Batch sizes' : 'Points'} on gray are unstable: their latency grows with the length of the run.`,
      unordered(x),
      isCut && 'A triangle at the top lies beyond the scale.',
      targets.length === 1 && 'The level line is the latency target.',
      targets.length > 1 && 'The level lines are the latency targets.',
    ]).join(' ');
  },

  alternative: ({ result }) =>
    groupsBy(result.points, chartAxes(result))
      .flatMap((group) => group.points.map((point) => inText(result, point)))
      .join('; ') + '.',
};

function plotOf(swept: Swept, look: Look) {
  const { points } = swept;
  const axes = chartAxes(swept);
  const all = groupsBy(points, axes);
  const columns = isNarrow(look) ? 1 : Math.min(3, all.length);
  const names = ['mean', ...(hasTtft(points) ? [TTFT] : [])];
  const right = endLabelRoom(names, axes.x.values.length, plotWidth(look, { columns }));
  const width = plotWidth(look, { columns, right });
  const height = columns > 1 ? 220 : isNarrow(look) ? 260 : 330;
  return { axes, all, columns, right, width, height, x: xAxis(axes.x, width), ...scaleOf(swept) };
}

/** The axis of latencies, which does not depend on the look. */
function scaleOf(swept: Swept) {
  const { points } = swept;
  const isShared = groupsBy(points, chartAxes(swept)).length > 1;
  const shown = shownValues(points, isShared ? SHARED_STRETCH : STRETCH);
  const most = Math.max(0, ...shown);
  const isCut = points.some((point) => valuesOf(point).some((value) => value > most));
  const unit = timeUnit(most);
  const values = shown.map((ms) => ms / unit.ms);
  // Where something lies beyond, its triangle has room above all that is drawn.
  const { type, domain } = fittingAxis(values);
  const headroom = type === 'log' ? (domain[1] / domain[0]) ** 0.06 : 1.08;
  const y = isCut ? fittingAxis([...values, (most / unit.ms) * headroom]) : fittingAxis(values);
  return { unit, y, isCut };
}

/** Whether there is a target for the TTFT, and tokens leave as they come: otherwise it equals the E2E latency. */
function hasTtft(points: readonly SweepPoint[]): boolean {
  return points.some(({ slo }) => slo?.ttftMs !== undefined) && !points.every(isTtftE2e);
}

interface Target {
  readonly text: string;
  /** In the unit of the axis. */
  readonly value: number;
}

/** The targets that lie within the scale. A target for the TPOT is in another unit of measure. */
function targetsOf(points: readonly SweepPoint[], y: Axis, unitMs: number): Target[] {
  const slo = points.find((point) => point.slo !== undefined)?.slo;
  const target = (name: string, ms: number | undefined): Target[] =>
    ms === undefined || ms / unitMs < y.domain[0] || ms / unitMs > y.domain[1]
      ? []
      : [{ text: `${name} target ${inWords(ms)}`, value: ms / unitMs }];
  return [...target('E2E', slo?.e2eMs), ...target('TTFT', slo?.ttftMs)];
}

/** Level lines, each with its name where that covers no point. */
function targetLines(
  targets: readonly Target[],
  { points }: Group,
  {
    look,
    x,
    y,
    unitMs,
    width,
    height,
  }: { look: Look; x: XAxis; y: Axis; unitMs: number; width: number; height: number },
): Layer[] {
  const color = look.palette.alarm;
  const taken = points.flatMap((point) =>
    valuesOf(point).map((ms) =>
      around({ x: x.position(x.labelOf(point)), y: height - y.position(ms / unitMs, height) }, 8),
    ),
  );
  const rows = targets.map(({ text, value }) => ({
    text,
    from: 0,
    to: width,
    y: height - y.position(value, height),
  }));
  const labels = rows.flatMap(({ text, y: at }) => {
    const own = textWidth(text, TEXT_SIZE);
    const boxes = [at - 17, at + 4].flatMap((top) =>
      [2, width - own - 2, (width - own) / 2].map((left) => ({ x: left, y: top, width: own, height: 13 })),
    );
    const box = firstFree(boxes, taken, [], { x: 0, y: 0, width, height });
    if (box === null) return [];
    taken.push(box);
    return [{ text, x: box.x, y: box.y + box.height / 2 }];
  });
  return [
    {
      data: { values: rows },
      mark: { type: 'rule', strokeWidth: 1.25, color },
      encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y') },
    },
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', baseline: 'middle', color },
      encoding: textAt('x', 'y'),
    },
  ];
}

function inText(swept: Swept, point: SweepPoint): string {
  const { mean, p50, p95, p99 } = point.e2eLatencyMs;
  const figures = `mean ${inWords(mean)}, p50 ${inWords(p50)}, p95 ${inWords(p95)}, p99 ${inWords(p99)}`;
  return `${sweptPointLabel(swept, point)}: ${figures}`;
}

function subtitle(swept: Swept, axes: ChartAxes, scale: 'linear' | 'log'): string {
  return [
    ...shared(swept, axes),
    ...(axes.x.amounts === null ? [] : ['mean dashed']),
    ...(scale === 'log' ? ['log scale'] : []),
    ...(swept.points.some(isUnstable) ? ['gray = unstable'] : []),
  ].join(' · ');
}

function shownValues(points: readonly SweepPoint[], stretch: number): number[] {
  const values = (some: readonly SweepPoint[]) => [
    ...some.flatMap(({ e2eLatencyMs, ttftMs }) => [
      ...STATISTICS.flatMap(({ name }) => e2eLatencyMs[name] ?? []),
      ...(e2eLatencyMs.p99Ci95 ?? []),
      ...(e2eLatencyMs.meanCi95 ?? []),
      ...(hasTtft(points) ? [ttftMs.p99 ?? []].flat() : []),
    ]),
  ];
  const stable = values(points.filter((point) => !isUnstable(point)));
  if (stable.length === 0) return values(points);
  const most = Math.max(...stable) * stretch;
  const { e2eMs, ttftMs } = points[0]?.slo ?? {};
  const targets = [e2eMs, ttftMs].filter((ms) => ms !== undefined && ms <= most) as number[];
  return [...stable, ...targets, ...values(points.filter(isUnstable)).filter((value) => value <= most)];
}

/** What is drawn of a point as marks (ms). */
function valuesOf({ e2eLatencyMs }: SweepPoint): number[] {
  return STATISTICS.flatMap(({ name }) => e2eLatencyMs[name] ?? []);
}

function seriesOf(
  { points }: Group,
  x: XAxis,
  withTtft: boolean,
  palette: Palette,
  unitMs: number,
): Series[] {
  const ttft = points.map((point) => ({
    x: x.labelOf(point),
    y: point.ttftMs.p99 === null ? null : point.ttftMs.p99 / unitMs,
    unstable: isUnstable(point),
  }));
  const series = STATISTICS.map(({ name, color }) => ({
    label: name,
    color: palette[color],
    dashed: name === 'mean',
    points: points.map((point) => {
      const { e2eLatencyMs } = point;
      const value = e2eLatencyMs[name];
      const interval = name === 'mean' ? e2eLatencyMs.meanCi95 : name === 'p99' ? e2eLatencyMs.p99Ci95 : null;
      return {
        x: x.labelOf(point),
        y: value === null ? null : value / unitMs,
        interval: interval && ([interval[0] / unitMs, interval[1] / unitMs] as const),
        unstable: isUnstable(point),
      };
    }),
  }));
  return withTtft ? [...series, { label: TTFT, color: palette.series3, points: ttft }] : series;
}

/** exactOptionalPropertyTypes: a title that is not there must not be a key. */
const titled = (title: string | undefined) => (title === undefined ? {} : { title });
