import { inWords, significant } from 'lockstep/metrics';
import type { RateResult, SweepPoint } from 'lockstep/simulation';
import { type Axis, CAPACITY_LOG_FROM, fittingAxis, stretchAxis, timeUnit } from './axis.js';
import type { Look, SweepChart, SweepData } from './chart.js';
import { picture } from './frame.js';
import { LIGHT } from './palette.js';
import { isNarrow, plotWidth } from './layout.js';
import { distinct, inParts, isUnstable, rateLabel, shared, sizeLabel } from './sweep-points.js';
import { arrivalsOf, isTtftE2e, lineOf, targetsOf } from './trade-off-guides.js';
import {
  type DrawnPoint,
  gutterFor,
  hasPlace,
  spotInStrip,
  spotOf,
  stableMarks,
  unstableMarks,
} from './trade-off-marks.js';
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

export const tradeOff: TradeOffChart = {
  name: 'trade-off',

  applies: ({ result }) => result.points.some(hasPlace),

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
        ...keyTo(points, byRate),
        'up and left is better',
      ].join(' · '),
      ...(waits.length > 1 && { legend: waits.map((wait, i) => ({ label: wait, ...markOf(look, i) })) }),
      columns,
      right: gutter + 10,
      panels,
    });
  },

  places({ result: { points, byRate } }, look) {
    const plot = plotOf({ points, byRate }, look);
    const drawn = byRate.map((rate) => [
      ...stableMarks(points, rate, plot),
      ...unstableMarks(points, rate, plot),
    ]);
    return {
      plot: { width: plot.width + plot.gutter, height: plot.height },
      reach: { x: REACH, y: REACH },
      of(point) {
        const panel = byRate.findIndex((each) => each.rate === point.rate);
        if (panel < 0 || !hasPlace(point)) return [];
        const mark = drawn[panel]!.find((each) => isSame(each, point));
        const { x, y } = mark ?? (isUnstable(point) ? spotInStrip(point, plot) : spotOf(point, plot));
        return [{ panel, series: point.wait, x, y }];
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

  caption: ({ result: { points, byRate } }) => captionOf(points, byRate),

  alternative: ({ result }) => result.byRate.map((rate) => inText(result.points, rate)).join(' '),
};

function plotOf({ points, byRate }: Pick<SweepData['result'], 'points' | 'byRate'>, look: Look) {
  const shown = points.filter(hasPlace);
  const columns = isNarrow(look) ? 1 : Math.min(2, byRate.length);
  const waits = distinct(shown.map(({ wait }) => wait));
  const gutter = shown.some(isUnstable) ? gutterFor(waits.length) : 0;
  const width = plotWidth(look, { columns, right: gutter + 10 });
  const height = columns > 1 || isNarrow(look) ? 280 : 360;
  const stable = shown.filter((point) => !isUnstable(point));
  const slo = points[0]?.slo;
  const targets = [slo?.e2eMs, points.every(isTtftE2e) ? slo?.ttftMs : undefined];
  const latencies = [
    ...stable.flatMap(({ e2eLatencyMs }) => [e2eLatencyMs.p99!, ...(e2eLatencyMs.p99Ci95 ?? [])]),
    ...targets.filter((ms) => ms !== undefined),
  ];
  const unit = timeUnit(Math.max(0, ...latencies));
  const x = latencyAxis(latencies.map((ms) => ms / unit.ms));
  const y = fittingAxis(
    shown.map((point) => point.capacity!.requestsPerSecond),
    { logFrom: CAPACITY_LOG_FROM },
  );
  return { look, columns, x, y, unitMs: unit.ms, unitName: unit.name, width, height, gutter, waits };
}

/** Points need no zero: an axis from there would press those of a narrow range together. */
function latencyAxis(values: readonly number[]): Axis {
  const fitting = fittingAxis(values);
  if (fitting.type === 'log' || values.length === 0) return fitting;
  return stretchAxis(Math.max(0, Math.min(...values)) * 0.85, Math.max(...values) * 1.1);
}

/** Whether a mark is that of this configuration with these figures. */
function isSame(
  { point }: DrawnPoint,
  { batchSize, wait, rate, capacity, e2eLatencyMs }: SweepPoint,
): boolean {
  return (
    point.batchSize === batchSize &&
    point.wait === wait &&
    point.rate === rate &&
    point.capacity!.requestsPerSecond === capacity!.requestsPerSecond &&
    point.e2eLatencyMs.p99 === e2eLatencyMs.p99
  );
}

type Rates = SweepData['result']['byRate'];

/** What of the frontiers and knees is drawn. */
function drawnOf(points: readonly SweepPoint[], byRate: Rates) {
  const isDrawn = (index: number) => hasPlace(points[index]!) && !isUnstable(points[index]!);
  const frontiers = byRate.map(({ frontier }) => frontier.filter(isDrawn).length);
  return {
    hasFrontier: frontiers.some((length) => length > 0),
    hasLine: frontiers.some((length) => length > 1),
    hasKnee: byRate.some(({ knee }) => knee !== null && isDrawn(knee)),
    hasUnstable: points.some((point) => hasPlace(point) && isUnstable(point)),
  };
}

function keyTo(points: readonly SweepPoint[], byRate: Rates): string[] {
  const { hasFrontier, hasKnee, hasUnstable } = drawnOf(points, byRate);
  const key = inParts([hasFrontier && 'large = frontier', hasKnee && 'ring = knee']).join(', ');
  return inParts([key, hasUnstable && 'hollow = unstable']);
}

function captionOf(points: readonly SweepPoint[], byRate: Rates): string {
  const { hasFrontier, hasLine, hasKnee, hasUnstable } = drawnOf(points, byRate);
  const hasSeveralRules = distinct(points.map(({ wait }) => wait)).length > 1;
  const { x, y, unitMs, width, height } = plotOf({ points, byRate }, CAPTIONED);
  const membersOf = ({ rate }: RateResult) => points.filter((point) => point.rate === rate);
  const hasArrivals = byRate.some((rate) => lineOf(arrivalsOf(membersOf(rate), { y, height })).length > 0);
  const hasTarget = byRate.some((rate) => targetsOf(membersOf(rate), { x, unitMs, width }).length > 0);
  return inParts([
    `Each point is one batch size${hasSeveralRules ? ' under one wait rule; points that would cover one another are moved apart, up or down' : ''}.`,
    hasFrontier &&
      `Large ones${hasLine ? ', joined by a line,' : ''} are the frontier: the stable points that no other beats in both capacity and p99 latency.`,
    hasKnee && 'The knee, ringed, is where giving up latency stops paying.',
    hasUnstable &&
      'Hollow points at the right are unstable: their latency grows with the length of the run, so they have no place on the axis.',
    hasArrivals && 'The dotted line is the arrival rate: a capacity below it is not enough.',
    hasTarget && 'The upright line is the latency target.',
  ]).join(' ');
}

/** What lies within the scale is the same in every look. */
const CAPTIONED: Look = { palette: LIGHT, width: 936 };

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
