import type { RateResult } from 'lockstep/simulation';
import { rateLabel } from '../charts/sweep-points.js';
import { type Html, html } from './html.js';

/** What a sweep found at one arrival rate, in the sentences that every output takes from its result. */
export function rateFindings(rate: RateResult): Html {
  return html`<h3>${rateTitle(rate)}</h3>
    <dl class="findings">
      ${rate.remarks.map(({ name, sentence }) => html`<div><dt>${name}</dt><dd>${sentence}</dd></div>`)}
    </dl>`;
}

/** `At 3 requests/s`. */
export function rateTitle({ rate }: RateResult): string {
  return rate === null ? 'At the workload’s own timing' : `At ${rateLabel(rate)}`;
}
