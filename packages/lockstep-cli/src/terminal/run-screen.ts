import {
  type Distribution,
  intervalInWords,
  inWords,
  loadInWords,
  lossesInWords,
  percent,
  sloInWords,
  type Summary,
} from 'lockstep/metrics';
import { count, NONE, number, unitFor } from './figures.js';
import { limitationLines } from './limitation-lines.js';
import type { Style } from './style.js';
import { tableLines, wrapped } from './table.js';

const WIDTH = 100;

/**
 * The result of one run as lines of at most 100 columns.
 * @param heading what was run, such as the command that does it again
 */
export function runScreen(heading: string, summary: Summary, notes: readonly string[], style: Style): string {
  return [
    ...wrapped(heading, WIDTH, 4),
    ...notes.flatMap((note) => ['', ...wrapped(note, WIDTH)]),
    '',
    ...keyFigures(summary, style),
    ...remarks(summary, style),
    '',
    ...distributions(summary, style),
    '',
    ...limitationLines(summary.limitations, null, WIDTH, style),
    '',
  ].join('\n');
}

function keyFigures(summary: Summary, style: Style): string[] {
  const rows: [string, string][] = [
    ['requests', requests(summary)],
    ['batches', batches(summary)],
    ['makespan', inWords(summary.makespanMs)],
    ['throughput', throughput(summary)],
    ['capacity', capacity(summary)],
    ['offered load', load(summary, style)],
    ...(summary.offeredLoad === null ? [] : [['load peak', loadPeak(summary)] as [string, string]]),
    ['utilization', `${percent(summary.utilization)}, occupancy ${percent(summary.occupancy)}`],
    [
      'waste',
      `${percent(summary.decodeWaste)} of decode, ${percent(summary.paddingWaste)} of prefill (padding)`,
    ],
    [
      'queue length',
      `${number(summary.queueLength.waiting)} waiting, ${number(summary.queueLength.inSystem)} in the system (mean)`,
    ],
  ];
  if (summary.slo !== undefined) rows.push(['SLO', slo(summary, style)]);
  return rows.map(([name, value]) => `${style.dim(name.padEnd(14))}${value}`);
}

/** What the reader has to know, in the sentences that every output takes from the summary. */
function remarks({ remarks }: Summary, style: Style): string[] {
  if (remarks.length === 0) return [];
  return [
    '',
    ...remarks.flatMap(({ kind, sentence }) =>
      wrapped(sentence, WIDTH).map((line) => (kind === 'unstable' ? style.red(line) : line)),
    ),
  ];
}

function requests({ requests: counts, lossShare }: Summary): string {
  const { submitted, completed } = counts;
  const all = [`${count(submitted)} submitted`, `${count(completed)} completed`, ...lossesInWords(counts)];
  return all.join(', ') + (lossShare === null || lossShare === 0 ? '' : ` (${percent(lossShare)} lost)`);
}

function batches({ batches: { count: batchCount, meanSize, closedBy } }: Summary): string {
  const reasons = Object.entries(closedBy).filter(([, times]) => times > 0);
  const closed = reasons.map(([reason, times]) => `${count(times)} ${reason}`).join(', ');
  return `${count(batchCount)} of ${number(meanSize)} requests on average (closed by: ${closed || NONE})`;
}

function throughput({
  throughput: { requestsPerSecond, requestsPerSecondCi95, outputTokensPerSecond },
}: Summary): string {
  const interval = intervalInWords(requestsPerSecond, requestsPerSecondCi95, number);
  return `${number(requestsPerSecond)} requests/s${interval && ` ${interval}`}, ${number(outputTokensPerSecond)} output tokens/s`;
}

function capacity(summary: Summary): string {
  const { capacity: most } = summary;
  if (most === null) {
    const reason = whyNoCapacity(summary);
    return reason === null ? NONE : `${NONE} (${reason})`;
  }
  return `${number(most.requestsPerSecond)} requests/s, ${number(most.outputTokensPerSecond)} output tokens/s`;
}

/** Null for a run that does not tell. */
function whyNoCapacity({ executionMs, occupancy, batches, slowdown, requests }: Summary): string | null {
  if (executionMs.max === 0) return 'batches take no time';
  if (batches.count === 0 || requests.completed === 0) return null;
  if (occupancy === null) return 'batches are unbounded';
  // What full batches take is known only where it is known what a request takes alone.
  return slowdown.count === 0 ? 'not known of a real engine' : 'batches are too large to time full ones';
}

function load({ offeredLoad, arrivalRate, stable }: Summary, style: Style): string {
  if (offeredLoad === null) {
    const missing = arrivalRate === null ? 'no arrival rate' : 'no capacity';
    return `${NONE} (there is ${missing})`;
  }
  const measured = arrivalRate!.measured
    ? ` (arrival rate measured: ${number(arrivalRate!.requestsPerSecond)}/s)`
    : '';
  return `${loadInWords(offeredLoad)}${measured}${stable ? '' : ` ${style.red('unstable')}`}`;
}

function loadPeak({ loadPerWindow }: Summary): string {
  if (loadPerWindow === null) return `${NONE} (the arrivals span less than one window)`;
  const { windowMs, peak, shareAbove1 } = loadPerWindow;
  return `${loadInWords(peak)} in windows of ${inWords(windowMs)}; above 1 for ${percent(shareAbove1)} of the time`;
}

function slo(summary: Summary, style: Style): string {
  const { verdict, detail } = sloInWords(summary)!;
  const goodput = `goodput ${number(summary.slo!.goodput)} requests/s`;
  return `${verdict === 'met' ? style.green(verdict) : style.red(verdict)}: ${detail}, ${goodput}`;
}

const COLUMNS = ['', 'mean', '', 'p50', 'p90', 'p95', 'p99', '', 'max'];

function distributions(summary: Summary, style: Style): string[] {
  const times: [string, Distribution][] = [
    ['E2E latency', summary.e2eLatencyMs],
    ['  queue delay', summary.queueDelayMs],
    ['    blocked', summary.blockedMs],
    ['    forming', summary.formingMs],
    ['  execution', summary.executionMs],
    ['  held', summary.heldMs],
    ['TTFT', summary.ttftMs],
    ['TPOT', summary.tpotMs],
  ];
  const rows = times.map(([name, distribution]) => {
    const unit = unitFor(distribution.p99);
    return row(`${name}, ${unit.name}`, distribution, unit.write);
  });
  rows.push(row('slowdown, ×', summary.slowdown, number));
  const columns = COLUMNS.map((head, i) => ({
    head,
    align: i === 0 ? ('left' as const) : ('right' as const),
  }));
  return tableLines(columns, rows, style.dim);
}

function row(name: string, distribution: Distribution, write: (value: number | null) => string): string[] {
  const { mean, meanCi95, p50, p90, p95, p99, p99Ci95, max } = distribution;
  return [
    name,
    write(mean),
    intervalInWords(mean, meanCi95, write),
    write(p50),
    write(p90),
    write(p95),
    write(p99),
    intervalInWords(p99, p99Ci95, write),
    write(max),
  ];
}
