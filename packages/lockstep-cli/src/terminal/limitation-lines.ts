import type { Limitations } from 'lockstep/metrics';
import type { Style } from './style.js';
import { wrapped } from './table.js';

/** What each limitation of static batching costs, in the sentences that come with its figures. */
export function limitationLines(limitations: Limitations, width: number, style: Style): string[] {
  const { headOfLineBlocking, batchFormationDelay, wastedSlots, fixedBatchSize, noPrioritization } =
    limitations;
  const named: [name: string, sentence: string][] = [
    ['head-of-line blocking', headOfLineBlocking.sentence],
    ['batch formation delay', batchFormationDelay.sentence],
    ['wasted slots', wastedSlots.sentence],
    ['fixed batch size', fixedBatchSize?.sentence ?? 'Only a sweep over at least two rates can tell.'],
    ['no prioritization', noPrioritization.sentence],
  ];
  const indent = 23;
  return named.flatMap(([name, sentence]) => {
    const [first, ...rest] = wrapped(sentence, width - indent);
    return [style.bold(name.padEnd(indent)) + first, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
}
