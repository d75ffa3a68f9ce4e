import { inWords, loadInWords, percent } from 'lockstep/metrics';
import type { SweepGroup, SweepPoint, SweepResult } from 'lockstep/simulation';
import { valueInWords } from 'lockstep/words';
import { timeUnit } from '../charts/axis.js';
import { isUnstable, sizeLabel } from '../charts/sweep-points.js';
import { groupTitle } from './group-findings.js';
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

/** The points of a group, a row each. */
export function sweepTable({ axes, points }: SweepResult, group: SweepGroup): Html {
  const rows = group.points.map((index) => points[index]!);
  const choices = axes.filter(
    ({ role, option, values }) => role === 'choice' && option !== 'batchSize' && values.length > 1,
  );
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
    { head: '', align: 'left', cell: (point) => badges(point, points.indexOf(point), group) },
    ...choices.map(({ option, name, amounts }): Column<SweepPoint> => ({
      head: name,
      ...((option === 'wait' || amounts === null) && { align: 'left' }),
      cell: ({ coordinates }) => valueInWords(option, coordinates[option]!),
    })),
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
  const title = groupTitle({ axes }, group);
  const label = `Points ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  return table(label, columns, rows, (point) => (isUnstable(point) ? 'unstable' : ''));
}

function badges(point: SweepPoint, index: number, group: SweepGroup): Html {
  const words: [text: string, kind: string][] = [];
  if (isUnstable(point)) words.push(['unstable', 'alarm']);
  if (group.recommendation?.point === index) words.push(['recommended', 'good']);
  if (group.knee === index) words.push(['knee', 'good']);
  else if (group.frontier.includes(index)) words.push(['frontier', 'plain']);
  return html`${words.map(([text, kind]) => html`<span class="badge ${kind}">${text}</span>`)}`;
}
