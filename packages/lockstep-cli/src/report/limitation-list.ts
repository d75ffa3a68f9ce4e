import type { Limitations } from 'lockstep/metrics';
import { type Html, html } from './html.js';

/** The five limitations of static batching, each in its sentence. */
export function limitationList(limitations: Limitations): Html {
  const { headOfLineBlocking, batchFormationDelay, wastedSlots, fixedBatchSize, noPrioritization } =
    limitations;
  const rows = [
    ['Head-of-line blocking', headOfLineBlocking.sentence],
    ['Batch formation delay', batchFormationDelay.sentence],
    ['Wasted slots', wastedSlots.sentence],
    [
      'Fixed batch size',
      fixedBatchSize?.sentence ?? 'Only a sweep over at least two arrival rates can tell.',
    ],
    ['No prioritization', noPrioritization.sentence],
  ];
  return html`<dl class="limitations">
    ${rows.map(([name, sentence]) => html`<div><dt>${name}</dt><dd>${sentence}</dd></div>`)}
  </dl>`;
}
