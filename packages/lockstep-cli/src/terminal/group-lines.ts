import { inWords, percent, significant } from 'lockstep/metrics';
import type { SweepAxis, SweepGroup, SweepPoint, SweepResult } from 'lockstep/simulation';
import { axisValueInWords, lower, sweepRemarkInWords } from 'lockstep/words';
import { loadCell, NONE, number, type TimeUnit, withOwnUnit } from './figures.js';
import type { Style } from './style.js';
import { type Column, tableLines, wrapped } from './table.js';

/** Which columns a sweep has: all its groups have the same. */
export interface Shown {
  /** What one chooses besides the batch size, as far as it varies; the wait rule in any case. */
  readonly choices: readonly SweepAxis[];
  /** The highest load of a window. */
  readonly peak: boolean;
  /** The share of requests lost; it takes the place of the utilization. */
  readonly lost: boolean;
}

function shownOf({ axes, points }: Pick<SweepResult, 'axes' | 'points'>): Shown {
  return {
    choices: axes.filter(
      ({ option, role, values }) =>
        role === 'choice' && option !== 'batchSize' && (option === 'wait' || values.length > 1),
    ),
    peak: points.some(({ loadPerWindow }) => loadPerWindow !== null),
    lost: points.some(({ lossShare }) => lossShare !== null && lossShare > 0),
  };
}

/** What the columns are, in one sentence. */
export function legend({ axes, points }: SweepResult): string {
  const { peak, lost } = shownOf({ axes, points });
  return [
    'req/s: throughput',
    'capacity in requests/s',
    'load: offered load',
    ...(peak ? [`peak: the highest load in windows of ${windowsInWords(points)}`] : []),
    'p50 to p99: E2E latency',
    lost
      ? 'lost: share of the requests that were rejected, expired or failed, whose latency is in no figure'
      : 'util.: utilization',
    'waste: decode waste.',
  ].join('; ');
}

function windowsInWords(points: readonly SweepPoint[]): string {
  const lengths = points.flatMap(({ loadPerWindow }) => loadPerWindow?.windowMs ?? []);
  const [least, most] = [inWords(Math.min(...lengths)), inWords(Math.max(...lengths))];
  return least === most ? least : `${least} to ${most}`;
}

/** The points of a group as a table, and what they say together. */
export function groupLines(
  result: SweepResult,
  group: SweepGroup,
  unit: TimeUnit,
  width: number,
  style: Style,
): string[] {
  const shown = shownOf(result);
  const rows = group.points.map((index) => {
    const point = result.points[index]!;
    return cells(point, verdict(point, index, group, style), unit, shown, style);
  });
  return [
    ...wrapped(title(result, group), width, 4).map(style.bold),
    ...tableLines(columns(unit, shown), rows, style.dim),
    ...group.remarks
      .filter(({ kind }) => kind !== 'frontier')
      .map((remark) => sweepRemarkInWords(result, group, remark))
      .flatMap(({ name, sentence }) => wrapped(`${name}: ${sentence}`, width)),
  ];
}

/** The conditions of a group: `Arrival rate 3/s, seed 2`. */
function title({ axes, points }: SweepResult, { conditions, points: [first] }: SweepGroup): string {
  const others = axes.flatMap((axis) => {
    const value = conditions[axis.option];
    return value === undefined || axis.option === 'rate' ? [] : [axisValueInWords(axis, value)];
  });
  return [pace(points[first!]!), ...others].join(', ');
}

function pace({ rate, arrivalRate }: SweepPoint): string {
  if (rate !== null) return `Arrival rate ${significant(rate)}/s`;
  const own = "The workload's own pace";
  return arrivalRate === null ? own : `${own}, ${number(arrivalRate.requestsPerSecond)}/s as measured`;
}

function columns({ name }: TimeUnit, { choices, peak, lost }: Shown): Column[] {
  const right = (head: string): Column => ({ head, align: 'right' });
  const left = (head: string): Column => ({ head, align: 'left' });
  return [
    right('batch'),
    ...choices.map((axis) => {
      const head = axis.option === 'wait' ? 'wait' : lower(axis.name);
      return axis.option === 'wait' || axis.amounts === null ? left(head) : right(head);
    }),
    right('req/s'),
    right('capacity'),
    right('load'),
    ...(peak ? [right('peak')] : []),
    right(`p50 ${name}`),
    right('p95'),
    right('p99'),
    right(lost ? 'lost' : 'util.'),
    right('waste'),
    left(''),
  ];
}

function cells(
  point: SweepPoint,
  verdict: string,
  unit: TimeUnit,
  { choices, peak, lost }: Shown,
  style: Style,
): string[] {
  const { coordinates, throughput, capacity, offeredLoad, loadPerWindow, e2eLatencyMs } = point;
  // Latencies of an unstable point grow with the run: they are there to be seen, not to be compared.
  const latency = (ms: number | null) =>
    point.stable === false ? style.dim(withOwnUnit(ms)) : unit.write(ms);
  return [
    String(coordinates['batchSize']),
    ...choices.map(({ option }) => String(coordinates[option])),
    number(throughput.requestsPerSecond),
    number(capacity?.requestsPerSecond ?? null),
    offeredLoad === null ? NONE : loadCell(offeredLoad),
    ...(peak ? [loadPerWindow === null ? NONE : loadCell(loadPerWindow.peak)] : []),
    latency(e2eLatencyMs.p50),
    latency(e2eLatencyMs.p95),
    latency(e2eLatencyMs.p99),
    percent(lost ? point.lossShare : point.utilization),
    percent(point.decodeWaste),
    verdict,
  ];
}

function verdict(point: SweepPoint, index: number, group: SweepGroup, style: Style): string {
  if (point.stable === false) return style.red('unstable');
  if (group.recommendation?.point === index) return style.green('recommended');
  if (group.knee === index) return style.green('knee');
  return group.frontier.includes(index) ? 'frontier' : '';
}
