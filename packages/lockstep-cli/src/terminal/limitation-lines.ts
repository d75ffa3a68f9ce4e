import type { Limitations } from 'lockstep/metrics';
import type { SweepResult } from 'lockstep/simulation';
import { fixedBatchSizeInWords } from 'lockstep/words';
import type { Style } from './style.js';
import { wrapped } from './table.js';

/**
 * What each limitation of static batching costs, in the sentences that come with its figures.
 * @param sweep that the run is a point of; null for a single run
 */
export function limitationLines(
  limitations: Limitations,
  sweep: SweepResult | null,
  width: number,
  style: Style,
): string[] {
  const { headOfLineBlocking, batchFormationDelay, wastedSlots, noPrioritization } = limitations;
  const named: [name: string, sentence: string][] = [
    ['head-of-line blocking', headOfLineBlocking.sentence],
    ['batch formation delay', batchFormationDelay.sentence],
    ['wasted slots', wastedSlots.sentence],
    ['fixed batch size', fixedBatchSizeInWords(sweep)],
    ['no prioritization', noPrioritization.sentence],
  ];
  const indent = 23;
  return named.flatMap(([name, sentence]) => {
    const [first, ...rest] = wrapped(sentence, width - indent);
    return [style.bold(name.padEnd(indent)) + first, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
}
