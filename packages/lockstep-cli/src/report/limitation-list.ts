import type { Limitations } from 'lockstep/metrics';
import type { SweepResult } from 'lockstep/simulation';
import { fixedBatchSizeInWords } from 'lockstep/words';
import { type Html, html } from './html.js';

/**
 * The five limitations of static batching, each in its sentence.
 * @param sweep that the run is a point of; null for a single run
 */
export function limitationList(limitations: Limitations, sweep: SweepResult | null): Html {
  const { headOfLineBlocking, batchFormationDelay, wastedSlots, noPrioritization } = limitations;
  const rows = [
    ['Head-of-line blocking', headOfLineBlocking.sentence],
    ['Batch formation delay', batchFormationDelay.sentence],
    ['Wasted slots', wastedSlots.sentence],
    ['Fixed batch size', fixedBatchSizeInWords(sweep)],
    ['No prioritization', noPrioritization.sentence],
  ];
  return html`<dl class="limitations">
    ${rows.map(([name, sentence]) => html`<div><dt>${name}</dt><dd>${sentence}</dd></div>`)}
  </dl>`;
}
