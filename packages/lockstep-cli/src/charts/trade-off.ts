import { inWords, significant } from 'lockstep/metrics';
import type { RateResult, SweepPoint } from 'lockstep/simulation';
import { type Axis, CAPACITY_LOG_FROM, fittingAxis, stretchAxis, timeUnit } from './axis.js';
import type { Look, SweepChart, SweepData } from './chart.js';
import { picture } from './frame.js';
import { isNarrow, plotWidth } from './layout.js';
import { distinct, isUnstable, rateLabel, shared, sizeLabel } from './sweep-points.js';
import { markOf } from './trade-off-plot.js';
import { panelLayers } from './trade-off-points.js';

/** How far from its middle a point can be pointed at (px). */
const REACH = 26;

/** The axis of latencies, for a target that is moved along it. */
export interface LatencyScale {
  /** Of every panel (px). */
  readonly height: number;
  /** The distance of a latency from the left edge of a panel (px). */
  xOf(ms: number): number;
  /** The other way round; beyond the axis its nearest end. */
  msAt(x: number): number;
}

interface TradeOffChart extends SweepChart {
  latencies(data: SweepData, look: Look): LatencyScale;
}

/** Room at the right for the unstable points, whose p99 says nothing. */
const GUTTER = 78;

export const tradeOff: TradeOffChart = {
  name: 'trade-off',

  applies: ({ result }) =>
    result.points.some((point) => point.capacity !== null && point.e2eLatencyMs.p99 !== null),

  spec({ result: { points, byRate } }, look) {
    const { columns, ...plot } = plotOf({ points, byRate }, look);
    const { width, height, gutter, waits } = plot;
    const panels = byRate.map((rate) => ({
      ...(byRate.length > 1 && { title: rateLabel(rate.rate) }),
      width,
      height,
      layers: panelLayers(points, rate, plot),
    }));
    return picture(look, {
      title: 'Throughput–latency trade-off',
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

  places({ result: { points, byRate } }, look) {
    const { x, y, unitMs, width, height, gutter } = plotOf({ points, byRate }, look);
    return {
      plot: { width: width + gutter, height },
      reach: { x: REACH, y: REACH },
      of(point) {
        const { rate, wait, capacity, e2eLatencyMs } = point;
        const panel = byRate.findIndex((each) => each.rate === rate);
        if (panel < 0 || capacity === null || e2eLatencyMs.p99 === null) return [];
        const at = isUnstable(point) ? width + gutter / 2 - 12 : x.position(e2eLatencyMs.p99 / unitMs, width);
        return [{ panel, series: wait, x: at, y: height - y.position(capacity.requestsPerSecond, height) }];
      },
    };
  },

  latencies({ result: { points, byRate } }, look) {
    const { x, unitMs, width, height } = plotOf({ points, byRate }, look);
    return {
      height,
      xOf: (ms) => x.position(ms / unitMs, width),
      msAt(at) {
        const [low, high] = x.domain;
        const share = Math.min(1, Math.max(0, at / width));
        return (x.type === 'log' ? low * (high / low) ** share : low + (high - low) * share) * unitMs;
      },
    };
  },

  caption: ({ result }) =>
    'Each point is one batch size. Large ones, joined by a line, are the frontier: the stable points that no other beats in both capacity and p99 latency. The knee, ringed, is where giving up latency stops paying.' +
    (result.points.some(isUnstable)
      ? ' Hollow points at the right are unstable: their latency grows with the length of the run, so they have no place on the axis.'
      : ''),

  alternative: ({ result }) => result.byRate.map((rate) => inText(result.points, rate)).join(' '),
};

function plotOf({ points, byRate }: Pick<SweepData['result'], 'points' | 'byRate'>, look: Look) {
  const shown = points.filter(({ capacity, e2eLatencyMs }) => capacity !== null && e2eLatencyMs.p99 !== null);
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
  const y = fittingAxis(
    shown.map((point) => point.capacity!.requestsPerSecond),
    { logFrom: CAPACITY_LOG_FROM },
  );
  const waits = distinct(shown.map(({ wait }) => wait));
  return { look, columns, x, y, unitMs: unit.ms, unitName: unit.name, width, height, gutter, waits };
}

/** Points need no zero: an axis from there would press those of a narrow range together. */
function latencyAxis(values: readonly number[]): Axis {
  const fitting = fittingAxis(values);
  if (fitting.type === 'log' || values.length === 0) return fitting;
  return stretchAxis(Math.min(...values) * 0.85, Math.max(...values) * 1.1);
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
