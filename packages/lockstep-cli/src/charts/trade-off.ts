import { inWords, significant } from 'lockstep/metrics';
import type { Coordinates, SweepAxis, SweepGroup, SweepPoint, SweepResult } from 'lockstep/simulation';
import { choiceInWords, conditionsInWords, lower } from 'lockstep/words';
import { type Axis, CAPACITY_LOG_FROM, fittingAxis, stretchAxis, timeUnit } from './axis.js';
import type { Look, SweepChart, SweepData } from './chart.js';
import { picture } from './frame.js';
import { LIGHT } from './palette.js';
import { isNarrow, plotWidth } from './layout.js';
import { axisLabels, chartAxes, shared, valueLabel } from './chart-axes.js';
import { distinct, inParts, isUnstable, rateLabel } from './sweep-points.js';
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

  applies: ({ result }) => result.points.some(hasPlace) && whyNot(result) === null,

  whyNot: ({ result }) => (result.points.some(hasPlace) ? whyNot(result) : null),

  spec({ result }, look) {
    const { columns, ...plot } = plotOf(result, look);
    const { width, height, gutter, series, label } = plot;
    const panels = result.groups.map((group) => {
      const title = panelTitle(result, group);
      return {
        ...(title !== undefined && { title }),
        width,
        height,
        layers: panelLayers(result.points, group, plot),
      };
    });
    return picture(look, {
      title: 'Throughput–latency trade-off',
      subtitle: [
        `label = ${lower(label.name)}`,
        ...shared(result, { x: label }),
        ...keyTo(result),
        'up and left is better',
      ].join(' · '),
      ...(series.length > 1 && { legend: series.map((each, i) => ({ label: each, ...markOf(look, i) })) }),
      columns,
      right: gutter + 10,
      panels,
    });
  },

  places({ result }, look) {
    const { points, groups } = result;
    const plot = plotOf(result, look);
    const drawn = groups.map((group) => [
      ...stableMarks(points, group, plot),
      ...unstableMarks(points, group, plot),
    ]);
    return {
      plot: { width: plot.width + plot.gutter, height: plot.height },
      reach: { x: REACH, y: REACH },
      of(point) {
        const panel = groups.findIndex(({ conditions }) => isUnder(conditions, point.coordinates));
        if (panel < 0 || !hasPlace(point)) return [];
        const mark = drawn[panel]!.find((each) => isSame(each, point));
        const { x, y } = mark ?? (isUnstable(point) ? spotInStrip(point, plot) : spotOf(point, plot));
        return [{ panel, series: plot.seriesOf(point), x, y }];
      },
    };
  },

  latencies({ result }, look) {
    const { x, unitMs, width, height } = plotOf(result, look);
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

  caption: ({ result }) => captionOf(result),

  alternative: ({ result }) => result.groups.map((group) => inText(result, group)).join(' '),
};

/**
 * What is written beside each mark: what goes along other pictures, where it is a choice; else the batch size where it
 * varies, else the first choice that does. Null where no choice varies, and there is more than one point.
 */
function labelAxis(result: Pick<SweepResult, 'axes' | 'points'>): SweepAxis | null {
  const { x } = chartAxes(result);
  if (x.role === 'choice') return x;
  return result.axes.find(({ role, values }) => role === 'choice' && values.length > 1) ?? null;
}

function whyNot(result: SweepResult): string | null {
  if (labelAxis(result) !== null) return null;
  const varied = result.axes.filter(({ values }) => values.length > 1).map(({ name }) => lower(name));
  return (
    `The trade-off between throughput and latency is not drawn: this sweep varies ${varied.join(' and ')} alone, which ` +
    'is nothing that one chooses. It takes several batch sizes, wait rules or other options of the schedule.'
  );
}

/** The conditions of a group as far as they differ from group to group. */
function panelTitle({ axes, groups }: SweepResult, { conditions }: SweepGroup): string | undefined {
  if (groups.length < 2) return undefined;
  const varied = axes.filter(({ role, values }) => role === 'condition' && values.length > 1);
  const parts = varied.map((axis) => ({ axis, text: valueLabel(axis, conditions[axis.option]!) }));
  return parts
    .toSorted((a, b) => Number(b.axis.option === 'rate') - Number(a.axis.option === 'rate'))
    .map(({ text }) => text)
    .join(' · ');
}

function isUnder(conditions: Coordinates, coordinates: Coordinates): boolean {
  return Object.entries(conditions).every(([option, value]) => coordinates[option] === value);
}

function plotOf({ axes, points, groups }: SweepResult, look: Look) {
  const shown = points.filter(hasPlace);
  const columns = isNarrow(look) ? 1 : Math.min(2, groups.length);
  const label = labelAxis({ axes, points }) ?? chartAxes({ axes }).x;
  const labels = axisLabels(label);
  const labelOf = ({ coordinates }: SweepPoint) => labels.labelOf(coordinates[label.option]!);
  const others = axes.filter(
    ({ option, role, values }) => role === 'choice' && values.length > 1 && option !== label.option,
  );
  const seriesOf = ({ coordinates }: SweepPoint) =>
    others.map((axis) => valueLabel(axis, coordinates[axis.option]!)).join(', ');
  const series = distinct(shown.map(seriesOf));
  const gutter = shown.some(isUnstable) ? gutterFor(series.length) : 0;
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
  const units = { unitMs: unit.ms, unitName: unit.name };
  return { look, columns, x, y, ...units, width, height, gutter, label, others, labelOf, series, seriesOf };
}

/** Points need no zero: an axis from there would press those of a narrow range together. */
function latencyAxis(values: readonly number[]): Axis {
  const fitting = fittingAxis(values);
  if (fitting.type === 'log' || values.length === 0) return fitting;
  return stretchAxis(Math.max(0, Math.min(...values)) * 0.85, Math.max(...values) * 1.1);
}

/** Whether a mark is that of this configuration with these figures. */
function isSame({ point }: DrawnPoint, { coordinates, capacity, e2eLatencyMs }: SweepPoint): boolean {
  return (
    isUnder(point.coordinates, coordinates) &&
    point.capacity!.requestsPerSecond === capacity!.requestsPerSecond &&
    point.e2eLatencyMs.p99 === e2eLatencyMs.p99
  );
}

/** What of the frontiers and knees is drawn. */
function drawnOf({ points, groups }: SweepResult) {
  const isDrawn = (index: number) => hasPlace(points[index]!) && !isUnstable(points[index]!);
  const frontiers = groups.map(({ frontier }) => frontier.filter(isDrawn).length);
  return {
    hasFrontier: frontiers.some((length) => length > 0),
    hasLine: frontiers.some((length) => length > 1),
    hasKnee: groups.some(({ knee }) => knee !== null && isDrawn(knee)),
    hasUnstable: points.some((point) => hasPlace(point) && isUnstable(point)),
  };
}

function keyTo(result: SweepResult): string[] {
  const { hasFrontier, hasKnee, hasUnstable } = drawnOf(result);
  const key = inParts([hasFrontier && 'large = frontier', hasKnee && 'ring = knee']).join(', ');
  return inParts([key, hasUnstable && 'hollow = unstable']);
}

function captionOf(result: SweepResult): string {
  const { points, groups } = result;
  const { hasFrontier, hasLine, hasKnee, hasUnstable } = drawnOf(result);
  const { x, y, unitMs, width, height, label, others } = plotOf(result, CAPTIONED);
  const membersOf = (group: SweepGroup) => group.points.map((index) => points[index]!);
  const hasArrivals = groups.some((group) => lineOf(arrivalsOf(membersOf(group), { y, height })).length > 0);
  const hasTarget = groups.some((group) => targetsOf(membersOf(group), { x, unitMs, width }).length > 0);
  const beside = others.map(({ name }) => `one ${lower(name)}`).join(' and ');
  return inParts([
    `Each point is one ${lower(label.name)}${beside === '' ? '' : ` under ${beside}; points that would cover one another are moved apart, up or down`}.`,
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

function inText(result: SweepResult, { conditions, frontier, knee }: SweepGroup): string {
  const name = (index: number) => {
    const point = result.points[index]!;
    const { capacity, e2eLatencyMs } = point;
    return (
      `${choiceInWords(result, point)} ` +
      `(${significant(capacity!.requestsPerSecond)} requests/s, p99 ${inWords(e2eLatencyMs.p99)})`
    );
  };
  const on = frontier.filter((index) => result.points[index]!.capacity !== null);
  const at = conditionsInWords(result.axes, conditions, rateLabel);
  const where = at === '' ? '' : `${at.charAt(0).toUpperCase()}${at.slice(1)}: `;
  if (on.length === 0) return `${where}no stable point, so no frontier.`;
  return `${where}the frontier is ${on.map(name).join(', ')}${knee === null ? '' : `; the knee is ${name(knee)}`}.`;
}
