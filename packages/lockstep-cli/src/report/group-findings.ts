import type { SweepGroup, SweepResult } from 'lockstep/simulation';
import { conditionsInWords, sweepRemarkInWords } from 'lockstep/words';
import { rateLabel } from '../charts/sweep-points.js';
import { type Html, html } from './html.js';

/** What a sweep found in a group of points, in the sentences of every output. */
export function groupFindings(result: SweepResult, group: SweepGroup): Html {
  const remarks = group.remarks.map((remark) => sweepRemarkInWords(result, group, remark));
  return html`<h3>${groupTitle(result, group)}</h3>
    <dl class="findings">
      ${remarks.map(({ name, sentence }) => html`<div><dt>${name}</dt><dd>${sentence}</dd></div>`)}
    </dl>`;
}

/** `At 3 requests/s, seed 2`. */
export function groupTitle({ axes }: Pick<SweepResult, 'axes'>, { conditions }: SweepGroup): string {
  const others = conditionsInWords(axes, conditions, rateLabel);
  const written = conditions['rate'] === undefined ? ['at the workload’s own timing', others] : [others];
  const title = written.filter((part) => part !== '').join(', ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}
