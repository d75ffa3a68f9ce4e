import { percent } from 'lockstep/metrics';
import type { RateResult, SweepPoint, SweepResult } from 'lockstep/simulation';
import { NONE, number, type TimeUnit, withOwnUnit } from './figures.js';
import { sizeName } from './point-name.js';
import type { Style } from './style.js';
import { type Column, tableLines, wrapped } from './table.js';

/** What the columns are, in one sentence. */
export const LEGEND =
  'req/s: throughput; capacity in requests/s; load: offered load; p50 to p99: E2E latency; util.: utilization; ' +
  'waste: decode waste.';

/** The points of one rate as a table, and what they say together. */
export function rateLines(
  result: SweepResult,
  rate: RateResult,
  unit: TimeUnit,
  width: number,
  style: Style,
): string[] {
  const rows = result.points.flatMap((point, index) =>
    point.rate === rate.rate ? [cells(point, verdict(point, index, rate, style), unit, style)] : [],
  );
  const title = rate.rate === null ? "The workload's own pace" : `Arrival rate ${rate.rate}/s`;
  return [
    style.bold(title),
    ...tableLines(columns(unit), rows, style.dim),
    ...sentences(result, rate).flatMap((sentence) => wrapped(sentence, width)),
  ];
}

function columns({ name }: TimeUnit): Column[] {
  const right = (head: string): Column => ({ head, align: 'right' });
  const left = (head: string): Column => ({ head, align: 'left' });
  return [
    right('batch'),
    left('wait'),
    right('req/s'),
    right('capacity'),
    right('load'),
    right(`p50 ${name}`),
    right('p95'),
    right('p99'),
    right('util.'),
    right('waste'),
    left(''),
  ];
}

function cells(point: SweepPoint, verdict: string, unit: TimeUnit, style: Style): string[] {
  const { batchSize, wait, throughput, capacity, offeredLoad, e2eLatencyMs, utilization, decodeWaste } =
    point;
  // Latencies of an unstable point grow with the run: they are there to be seen, not to be compared.
  const latency = (ms: number | null) =>
    point.stable === false ? style.dim(withOwnUnit(ms)) : unit.write(ms);
  return [
    sizeName(batchSize),
    wait,
    number(throughput.requestsPerSecond),
    number(capacity?.requestsPerSecond ?? null),
    offeredLoad === null ? NONE : offeredLoad.toFixed(2),
    latency(e2eLatencyMs.p50),
    latency(e2eLatencyMs.p95),
    latency(e2eLatencyMs.p99),
    percent(utilization),
    percent(decodeWaste),
    verdict,
  ];
}

function verdict(point: SweepPoint, index: number, rate: RateResult, style: Style): string {
  if (point.stable === false) return style.red('unstable');
  if (rate.recommendation?.point === index) return style.green('recommended');
  if (rate.knee === index) return style.green('knee');
  return rate.frontier.includes(index) ? 'frontier' : '';
}

function sentences({ points }: SweepResult, rate: RateResult): string[] {
  const ofRate = points.filter((point) => point.rate === rate.rate);
  const said = [
    ...byWait(ofRate.filter(({ limitedByWaitRule }) => limitedByWaitRule)).map(
      ([wait, sizes]) => `Limited by the wait rule ${wait}: ${sizes} (a larger batch changes nothing).`,
    ),
    ...byWait(ofRate.filter(({ batches }) => batches.extrapolated > 0)).map(
      ([wait, sizes]) => `Timed in part beyond the measurements (extrapolated), with ${wait}: ${sizes}.`,
    ),
  ];
  const unbounded = ofRate.filter(({ capacity, batchSize }) => capacity === null && batchSize === Infinity);
  if (unbounded.length > 0 && rate.frontier.length > 0) {
    said.push('An unbounded batch has no capacity, so it cannot be on the frontier.');
  }
  if (rate.frontier.length === 0 && ofRate.some(({ stable }) => stable === false)) {
    said.push('No batch size is stable at this rate.');
  }
  if (rate.knee !== null) {
    const { batchSize, wait } = points[rate.knee]!;
    said.push(`Knee of the frontier: batch size ${sizeName(batchSize)} with ${wait}.`);
  }
  if (rate.recommendation !== null) said.push(`Recommended: ${rate.recommendation.reason}`);
  return said;
}

/** Wait rules, each with the batch sizes of its points. */
function byWait(points: readonly SweepPoint[]): [wait: string, sizes: string][] {
  return [...new Set(points.map(({ wait }) => wait))].map((wait) => {
    const sizes = points.filter((point) => point.wait === wait).map(({ batchSize }) => sizeName(batchSize));
    return [wait, sizes.join(', ')];
  });
}
