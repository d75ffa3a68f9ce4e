import { inWords } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { fittingAxis, timeUnit } from './axis.js';
import { batchSizeAxis } from './batch-size-axis.js';
import type { Look, SweepChart } from './chart.js';
import { yField } from './encodings.js';
import { picture } from './frame.js';
import { isNarrow, plotWidth } from './layout.js';
import { endLabelRoom, lines, type Series, unstableBand } from './lines.js';
import type { Palette } from './palette.js';
import {
  type Group,
  groups,
  groupTitle,
  isUnstable,
  pointLabel,
  shared,
  sizeLabel,
  sizesOf,
} from './sweep-points.js';

const STATISTICS = [
  { name: 'p99', color: 'p99' },
  { name: 'p95', color: 'p95' },
  { name: 'p50', color: 'p50' },
  { name: 'mean', color: 'mean' },
] as const;

/** Unstable values may stretch an axis to this many times the largest stable one; beyond, they are cut. */
const STRETCH = 3;
/** Several panels share an axis, and have less room. */
const SHARED_STRETCH = 1.5;

export const latency: SweepChart = {
  name: 'latency',

  applies: ({ result }) => result.points.some(({ e2eLatencyMs }) => e2eLatencyMs.mean !== null),

  spec({ result }, look) {
    const { points } = result;
    const { all, columns, right, width, height, unit, x, y } = plotOf(points, look);
    const yEncoding = yField('y', y, `E2E latency (${unit.name})`);
    return picture(look, {
      title: 'Latency by batch size',
      subtitle: subtitle(points, y.type),
      columns,
      right,
      panels: all.map((group) => ({
        ...titled(groupTitle(group, all)),
        width,
        height,
        layers: [
          ...unstableBand(
            group.points.filter(isUnstable).map((point) => sizeLabel(point.batchSize)),
            { look, x, height },
          ),
          ...lines(seriesOf(group, look.palette, unit.ms), { look, x, y, yEncoding, height }),
        ],
      })),
    });
  },

  places({ result: { points } }, look) {
    const { all, width, height, unit, x, y } = plotOf(points, look);
    return {
      plot: { width, height },
      reach: { x: x.step / 2, y: Infinity },
      of({ batchSize, wait, rate, e2eLatencyMs }) {
        const at = x.between(batchSize);
        const panel = all.findIndex((group) => group.wait === wait && group.rate === rate);
        if (at === null || panel < 0) return [];
        return STATISTICS.flatMap(({ name }) => {
          const value = e2eLatencyMs[name];
          if (value === null) return [];
          return [{ panel, series: name, x: at, y: height - y.position(value / unit.ms, height) }];
        });
      },
    };
  },

  caption: ({ result }) =>
    'E2E latency runs from a request’s arrival until its answer leaves. Whiskers are 95 % intervals of the mean and the p99.' +
    (result.points.some(isUnstable)
      ? ' Hollow points are unstable: their latency grows with the length of the run; a triangle lies beyond the scale.'
      : ''),

  alternative: ({ result }) =>
    groups(result.points)
      .flatMap((group) => group.points.map(inText))
      .join('; ') + '.',
};

function plotOf(points: readonly SweepPoint[], look: Look) {
  const all = groups(points);
  const columns = isNarrow(look) ? 1 : Math.min(3, all.length);
  const sizes = sizesOf(points);
  const right = endLabelRoom(['mean'], sizes.length, plotWidth(look, { columns }));
  const width = plotWidth(look, { columns, right });
  const height = columns > 1 ? 220 : isNarrow(look) ? 260 : 330;
  const shown = shownValues(points, all.length > 1 ? SHARED_STRETCH : STRETCH);
  const unit = timeUnit(Math.max(...shown));
  const y = fittingAxis(shown.map((ms) => ms / unit.ms));
  return { all, columns, right, width, height, unit, x: batchSizeAxis(sizes, width), y };
}

function inText(point: SweepPoint): string {
  const { mean, p50, p95, p99 } = point.e2eLatencyMs;
  const figures = `mean ${inWords(mean)}, p50 ${inWords(p50)}, p95 ${inWords(p95)}, p99 ${inWords(p99)}`;
  return `${pointLabel(point)}: ${figures}`;
}

function subtitle(points: readonly SweepPoint[], scale: 'linear' | 'log'): string {
  return [
    ...shared(points),
    'mean dashed',
    ...(scale === 'log' ? ['log scale'] : []),
    ...(points.some(isUnstable) ? ['hollow = unstable'] : []),
  ].join(' · ');
}

function shownValues(points: readonly SweepPoint[], stretch: number): number[] {
  const values = (some: readonly SweepPoint[]) =>
    some.flatMap(({ e2eLatencyMs }) => [
      ...STATISTICS.flatMap(({ name }) => e2eLatencyMs[name] ?? []),
      ...(e2eLatencyMs.p99Ci95 ?? []),
      ...(e2eLatencyMs.meanCi95 ?? []),
    ]);
  const stable = values(points.filter((point) => !isUnstable(point)));
  if (stable.length === 0) return values(points);
  const most = Math.max(...stable) * stretch;
  return [...stable, ...values(points.filter(isUnstable)).filter((value) => value <= most)];
}

function seriesOf({ points }: Group, palette: Palette, unitMs: number): Series[] {
  return STATISTICS.map(({ name, color }) => ({
    label: name,
    color: palette[color],
    dashed: name === 'mean',
    points: points.map((point) => {
      const { e2eLatencyMs } = point;
      const value = e2eLatencyMs[name];
      const interval = name === 'mean' ? e2eLatencyMs.meanCi95 : name === 'p99' ? e2eLatencyMs.p99Ci95 : null;
      return {
        x: sizeLabel(point.batchSize),
        y: value === null ? null : value / unitMs,
        interval: interval && ([interval[0] / unitMs, interval[1] / unitMs] as const),
        unstable: isUnstable(point),
      };
    }),
  }));
}

/** exactOptionalPropertyTypes: a title that is not there must not be a key. */
const titled = (title: string | undefined) => (title === undefined ? {} : { title });
