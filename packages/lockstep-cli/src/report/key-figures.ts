import {
  type Distribution,
  inWords,
  type Interval,
  lossesInWords,
  percent,
  significant,
  type Summary,
} from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { isUnstable } from '../charts/sweep-points.js';
import { type Html, html } from './html.js';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail?: string;
}

/** One run at a glance. */
export function keyFigures(point: SweepPoint): Html {
  return html`${isUnstable(point) && html`<p class="warning"><strong>Unstable.</strong> Requests arrive faster than full batches could be served (offered load ${significant(point.offeredLoad!)}): the queue and the latencies grow with the length of the run, so they describe this run and not the system.</p>`}
    ${point.limitedByWaitRule && html`<p class="note">Limited by the wait rule: a larger batch changes nothing.</p>`}
    <dl class="figures">
      ${figuresOf(point).map(
        ({ name, value, detail }) =>
          html`<div><dt>${name}</dt><dd>${value}${detail && html`<small>${detail}</small>`}</dd></div>`,
      )}
    </dl>`;
}

function figuresOf(summary: Summary): Figure[] {
  const { throughput, capacity, queueLength, slo } = summary;
  return [
    latency('Mean E2E latency', summary.e2eLatencyMs, 'mean', summary.e2eLatencyMs.meanCi95),
    latency('p99 E2E latency', summary.e2eLatencyMs, 'p99', summary.e2eLatencyMs.p99Ci95),
    {
      name: 'Throughput',
      value: rate(throughput.requestsPerSecond, 'requests/s'),
      detail: rate(throughput.outputTokensPerSecond, 'output tokens/s'),
    },
    {
      name: 'Capacity',
      value: rate(capacity?.requestsPerSecond ?? null, 'requests/s'),
      detail: `offered load ${plain(summary.offeredLoad)}`,
    },
    { name: 'Requests', value: count(summary.requests.completed), detail: requestsInWords(summary) },
    { name: 'Batches', value: count(summary.batches.count), detail: batchesInWords(summary) },
    {
      name: 'Utilization',
      value: percent(summary.utilization),
      detail: `occupancy ${percent(summary.occupancy)}`,
    },
    {
      name: 'Decode waste',
      value: percent(summary.decodeWaste),
      detail: `padding waste ${percent(summary.paddingWaste)}`,
    },
    {
      name: 'Queue length',
      value: plain(queueLength.waiting),
      detail: `${plain(queueLength.inSystem)} in the system`,
    },
    { name: 'Makespan', value: inWords(summary.makespanMs) },
    ...(slo
      ? [
          {
            name: slo.met ? 'SLO met' : 'SLO missed',
            value: percent(slo.attained),
            detail: `asked for ${percent(slo.attainment)}; goodput ${rate(slo.goodput, 'requests/s')}`,
          },
        ]
      : []),
  ];
}

function latency(
  name: string,
  distribution: Distribution,
  field: 'mean' | 'p99',
  interval: Interval,
): Figure {
  return {
    name,
    value: inWords(distribution[field]),
    ...(interval && { detail: `95 % interval ${inWords(interval[0])} to ${inWords(interval[1])}` }),
  };
}

function requestsInWords({ requests }: Summary): string {
  return [`completed of ${count(requests.submitted)}`, ...lossesInWords(requests)].join(', ');
}

function batchesInWords({ batches: { meanSize, closedBy } }: Summary): string {
  const reasons = Object.entries(closedBy).filter(([, times]) => times > 0);
  return [
    `mean size ${plain(meanSize)}`,
    ...reasons.map(([reason, times]) => `${count(times)} by ${reason}`),
  ].join(', ');
}

const plain = (value: number | null) => (value === null ? '–' : significant(value));
const rate = (value: number | null, unit: string) => (value === null ? '–' : `${significant(value)} ${unit}`);
const count = (value: number) => value.toLocaleString('en-US');
