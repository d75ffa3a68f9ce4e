import { inWords, percent, significant } from 'lockstep/metrics';
import type { RateResult, SweepPoint, SweepResult } from 'lockstep/simulation';
import { loadCell, NONE, number, type TimeUnit, withOwnUnit } from './figures.js';
import { sizeName } from './point-name.js';
import type { Style } from './style.js';
import { type Column, tableLines, wrapped } from './table.js';

/** Which columns a sweep has: all its rates have the same. */
export interface Shown {
  /** The highest load of a window. */
  readonly peak: boolean;
  /** The share of requests lost; it takes the place of the utilization. */
  readonly lost: boolean;
}

export function shownOf(points: readonly SweepPoint[]): Shown {
  return {
    peak: points.some(({ loadPerWindow }) => loadPerWindow !== null),
    lost: points.some(({ lossShare }) => lossShare !== null && lossShare > 0),
  };
}

/** What the columns are, in one sentence. */
export function legend(points: readonly SweepPoint[]): string {
  const { peak, lost } = shownOf(points);
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

/** The points of one rate as a table, and what they say together. */
export function rateLines(
  result: SweepResult,
  rate: RateResult,
  unit: TimeUnit,
  width: number,
  style: Style,
): string[] {
  const shown = shownOf(result.points);
  const ofRate = result.points.filter((point) => point.rate === rate.rate);
  const rows = ofRate.map((point) =>
    cells(point, verdict(point, result.points.indexOf(point), rate, style), unit, shown, style),
  );
  return [
    style.bold(title(rate, ofRate)),
    ...tableLines(columns(unit, shown), rows, style.dim),
    ...rate.remarks
      .filter(({ kind }) => kind !== 'frontier')
      .flatMap(({ name, sentence }) => wrapped(`${name}: ${sentence}`, width)),
  ];
}

function title({ rate }: RateResult, [first]: readonly SweepPoint[]): string {
  if (rate !== null) return `Arrival rate ${significant(rate)}/s`;
  const measured = first?.arrivalRate ?? null;
  const pace = "The workload's own pace";
  return measured === null ? pace : `${pace}, ${number(measured.requestsPerSecond)}/s as measured`;
}

function columns({ name }: TimeUnit, { peak, lost }: Shown): Column[] {
  const right = (head: string): Column => ({ head, align: 'right' });
  const left = (head: string): Column => ({ head, align: 'left' });
  return [
    right('batch'),
    left('wait'),
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
  { peak, lost }: Shown,
  style: Style,
): string[] {
  const { batchSize, wait, throughput, capacity, offeredLoad, loadPerWindow, e2eLatencyMs } = point;
  // Latencies of an unstable point grow with the run: they are there to be seen, not to be compared.
  const latency = (ms: number | null) =>
    point.stable === false ? style.dim(withOwnUnit(ms)) : unit.write(ms);
  return [
    sizeName(batchSize),
    wait,
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

function verdict(point: SweepPoint, index: number, rate: RateResult, style: Style): string {
  if (point.stable === false) return style.red('unstable');
  if (rate.recommendation?.point === index) return style.green('recommended');
  if (rate.knee === index) return style.green('knee');
  return rate.frontier.includes(index) ? 'frontier' : '';
}
