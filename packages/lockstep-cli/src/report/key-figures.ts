import {
  type Distribution,
  inWords,
  type Interval,
  loadInWords,
  type LoadPerWindow,
  lossesInWords,
  percent,
  percentBeside,
  significant,
  sloInWords,
  type SloResult,
  type Summary,
} from 'lockstep/metrics';
import { type Html, html } from './html.js';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail?: string;
}

/** One run at a glance. */
export function keyFigures(point: Summary): Html {
  return html`${point.remarks.map(({ kind, sentence }) => html`<p class="${kind === 'unstable' ? 'warning' : 'note'}">${sentence}</p>`)}
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
    besideLoss(
      latency('p99 E2E latency', summary.e2eLatencyMs, 'p99', summary.e2eLatencyMs.p99Ci95),
      summary.lossShare,
    ),
    {
      name: 'Throughput',
      value: rate(throughput.requestsPerSecond, 'requests/s'),
      detail: rate(throughput.outputTokensPerSecond, 'output tokens/s'),
    },
    {
      name: 'Capacity',
      value: rate(capacity?.requestsPerSecond ?? null, 'requests/s'),
      detail: `offered load ${loadOf(summary)}`,
    },
    ...(summary.loadPerWindow === null ? [] : [loadPeak(summary.loadPerWindow)]),
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
    ...(slo ? [attainment(summary, slo)] : []),
  ];
}

function attainment(summary: Summary, slo: SloResult): Figure {
  const { verdict, detail } = sloInWords(summary)!;
  return {
    name: `SLO ${verdict}`,
    value: slo.attained === null ? '–' : percentBeside(slo.attained, slo.attainment),
    detail: `${detail}; goodput ${rate(slo.goodput, 'requests/s')}`,
  };
}

function loadOf({ offeredLoad, arrivalRate }: Summary): string {
  if (offeredLoad === null) return '–';
  return `${loadInWords(offeredLoad)}${arrivalRate!.measured ? ' (arrival rate as measured)' : ''}`;
}

function loadPeak({ windowMs, peak, shareAbove1 }: LoadPerWindow): Figure {
  return {
    name: 'Load peak',
    value: loadInWords(peak),
    detail: `in windows of ${inWords(windowMs)}; above 1 for ${percent(shareAbove1)} of the time`,
  };
}

/** The p99 is that of the requests that were served. */
function besideLoss(figure: Figure, lossShare: number | null): Figure {
  if (lossShare === null || lossShare === 0) return figure;
  const lost = `${percent(lossShare)} of the requests lost`;
  return { ...figure, detail: figure.detail === undefined ? lost : `${figure.detail}; ${lost}` };
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
