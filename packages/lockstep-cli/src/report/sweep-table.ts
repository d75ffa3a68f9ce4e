import { inWords, loadInWords, percent } from 'lockstep/metrics';
import type { RateResult, SweepPoint, SweepResult } from 'lockstep/simulation';
import { timeUnit } from '../charts/axis.js';
import { distinct, isUnstable, rateLabel, sizeLabel } from '../charts/sweep-points.js';
import { type Html, html } from './html.js';
import { type Column, figure, table } from './table.js';

const LOAD_PEAK: Column<SweepPoint> = {
  head: 'Load peak',
  title: 'the highest offered load of a window, and the share of time with more than 1',
  cell: ({ loadPerWindow }) => {
    if (loadPerWindow === null) return '–';
    const { peak, windowMs, shareAbove1 } = loadPerWindow;
    return html`${loadInWords(peak)}<small>in ${inWords(windowMs)};</small><small>${percent(shareAbove1)} above 1</small>`;
  },
};

const LOST: Column<SweepPoint> = {
  head: 'Lost',
  title: 'rejected, expired and failed / submitted: their latency is in no figure',
  cell: ({ lossShare }) => percent(lossShare),
};

/** The points of one arrival rate, a row each. */
export function sweepTable({ points }: SweepResult, rate: RateResult): Html {
  const rows = points.filter((point) => point.rate === rate.rate);
  const stable = rows.filter((point) => !isUnstable(point));
  const unit = timeUnit(
    Math.max(0, ...(stable.length > 0 ? stable : rows).map(({ e2eLatencyMs }) => e2eLatencyMs.p99 ?? 0)),
  );
  const latency = (name: 'p50' | 'p95'): Column<SweepPoint> => ({
    head: `${name} (${unit.name})`,
    cell: ({ e2eLatencyMs }) => figure(e2eLatencyMs[name], null, unit.ms),
  });
  const columns: Column<SweepPoint>[] = [
    { head: 'Batch size', cell: ({ batchSize }) => sizeLabel(batchSize) },
    { head: '', align: 'left', cell: (point) => badges(point, points.indexOf(point), rate) },
    ...(distinct(rows.map(({ wait }) => wait)).length > 1
      ? [{ head: 'Wait rule', align: 'left' as const, cell: ({ wait }: SweepPoint) => wait }]
      : []),
    {
      head: 'Offered load',
      title: 'arrival rate / capacity',
      cell: ({ offeredLoad }) => (offeredLoad === null ? '–' : loadInWords(offeredLoad)),
    },
    ...(rows.some(({ loadPerWindow }) => loadPerWindow !== null) ? [LOAD_PEAK] : []),
    {
      head: `Mean latency (${unit.name})`,
      title: 'E2E latency',
      cell: ({ e2eLatencyMs }) => figure(e2eLatencyMs.mean, e2eLatencyMs.meanCi95, unit.ms),
    },
    latency('p50'),
    latency('p95'),
    {
      head: `p99 (${unit.name})`,
      cell: ({ e2eLatencyMs }) => figure(e2eLatencyMs.p99, e2eLatencyMs.p99Ci95, unit.ms),
    },
    ...(rows.some(({ lossShare }) => lossShare !== null && lossShare > 0) ? [LOST] : []),
    {
      head: 'Capacity (requests/s)',
      cell: ({ capacity }) => figure(capacity?.requestsPerSecond),
    },
    {
      head: 'Throughput (requests/s)',
      cell: ({ throughput }) => figure(throughput.requestsPerSecond, throughput.requestsPerSecondCi95),
    },
    { head: 'Mean batch', cell: ({ batches }) => figure(batches.meanSize) },
    { head: 'Utilization', title: 'Σ execution / makespan', cell: ({ utilization }) => percent(utilization) },
    {
      head: 'Decode waste',
      title: 'decode steps of filled slots that made no token',
      cell: ({ decodeWaste }) => percent(decodeWaste),
    },
    ...(rows.some(({ slo }) => slo)
      ? [
          {
            head: 'SLO attained',
            cell: ({ slo }: SweepPoint) => (slo ? `${percent(slo.attained)}${slo.met ? ' ✓' : ''}` : '–'),
          },
        ]
      : []),
  ];
  const label = rate.rate === null ? 'Points of the sweep' : `Points at ${rateLabel(rate.rate)}`;
  return table(label, columns, rows, (point) => (isUnstable(point) ? 'unstable' : ''));
}

function badges(point: SweepPoint, index: number, rate: RateResult): Html {
  const words: [text: string, kind: string][] = [];
  if (isUnstable(point)) words.push(['unstable', 'alarm']);
  if (rate.recommendation?.point === index) words.push(['recommended', 'good']);
  if (rate.knee === index) words.push(['knee', 'good']);
  else if (rate.frontier.includes(index)) words.push(['frontier', 'plain']);
  return html`${words.map(([text, kind]) => html`<span class="badge ${kind}">${text}</span>`)}`;
}
