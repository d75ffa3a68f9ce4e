import { inWords, significant } from 'lockstep/metrics';
import type { RateResult, SweepPoint, SweepResult } from 'lockstep/simulation';
import { distinct, isUnstable, rateLabel, sizeLabel } from '../charts/sweep-points.js';
import { type Html, html } from './html.js';

/** What a sweep found at one arrival rate, in sentences. */
export function rateFindings(result: SweepResult, rate: RateResult): Html {
  const { points } = result;
  const members = points.filter((point) => point.rate === rate.rate);
  const unstable = members.filter(isUnstable);
  const limited = members.filter((point) => point.limitedByWaitRule);
  const findings: [string, string][] = [];
  if (rate.recommendation) findings.push(['Recommended', rate.recommendation.reason]);
  if (rate.frontier.length > 0) {
    findings.push(['Frontier', `${rate.frontier.map((index) => onFrontier(points[index]!)).join('; ')}`]);
  } else if (unstable.length === members.length) {
    findings.push(['Frontier', 'No batch size is stable at this rate.']);
  }
  if (rate.knee !== null) {
    findings.push(['Knee', `${onFrontier(points[rate.knee]!)}: beyond it, giving up latency stops paying.`]);
  }
  if (unstable.length > 0) {
    findings.push([
      'Unstable',
      `${byWait(unstable)}: requests arrive faster than full batches could be served, so the queue and the latencies grow with the length of the run.`,
    ]);
  }
  if (limited.length > 0) {
    findings.push(['Limited by the wait rule', `${byWait(limited)}: a larger batch changes nothing.`]);
  }
  return html`<h3>${rateTitle(rate)}</h3>
    <dl class="findings">
      ${findings.map(([name, text]) => html`<div><dt>${name}</dt><dd>${sentence(text)}</dd></div>`)}
    </dl>`;
}

/** `At 3 requests/s`. */
export function rateTitle({ rate }: RateResult): string {
  return rate === null ? 'At the workload’s own timing' : `At ${rateLabel(rate)}`;
}

function onFrontier({ batchSize, wait, capacity, e2eLatencyMs }: SweepPoint): string {
  const figures = `capacity ${significant(capacity!.requestsPerSecond)} requests/s, p99 ${inWords(e2eLatencyMs.p99)}`;
  return `batch size ${sizeLabel(batchSize)} with ${wait} (${figures})`;
}

/** `batch sizes 1, 2 with gap:100ms; batch size 1 with full`. */
function byWait(points: readonly SweepPoint[]): string {
  return distinct(points.map(({ wait }) => wait))
    .map((wait) => {
      const sizes = points
        .filter((point) => point.wait === wait)
        .map(({ batchSize }) => sizeLabel(batchSize));
      return `batch ${sizes.length === 1 ? 'size' : 'sizes'} ${sizes.join(', ')} with ${wait}`;
    })
    .join('; ');
}

/** Begins with a capital and ends with a full stop. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
