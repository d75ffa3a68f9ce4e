import { EngineError } from '../errors.js';
import { PaddedBatch } from './padded-batch.js';
import { type BatchModel, lastLogits } from './run-batch.js';

/**
 * Prompts of tokens that every vocabulary has. The shorter, the more a model goes wrong that reads their padding: of
 * the range of its logits, tiny models were off by 30 % with one token, and by 0.0001 % when they did not read it.
 */
const PROMPTS = [[11], [21, 22, 23], [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42]];

/** What quantised activations may differ by, whose scale depends on all rows of a batch: a share of the logits' range. */
const MOST_DIFFERENCE = 0.1;

/**
 * Some models are exported for batches padded on the right, or for none: their masks are counted instead of looked at,
 * and short prompts then get answers to something else without a word. So one is asked the same alone and in a batch.
 * @throws when the answers differ
 */
export async function assertPadding(model: BatchModel, padToken: number): Promise<void> {
  const batched = lastLogits(await model.forward(new PaddedBatch(PROMPTS, padToken).first()));
  for (const [row, prompt] of PROMPTS.entries()) {
    const [alone] = lastLogits(await model.forward(new PaddedBatch([prompt], padToken).first()));
    const difference = differenceOf(alone!, batched[row]!);
    if (!(difference <= MOST_DIFFERENCE)) {
      throw new EngineError(
        `expected a model that does not read padding on the left, got other logits for a padded prompt, by ` +
          `${Math.round(difference * 100)} % of their range; with maxBatchSize 1 it can be used`,
      );
    }
  }
}

/** The largest difference, as a share of the range of the first. */
function differenceOf(logits: Float32Array, others: Float32Array): number {
  let least = Infinity;
  let most = -Infinity;
  let difference = 0;
  logits.forEach((logit, token) => {
    least = Math.min(least, logit);
    most = Math.max(most, logit);
    difference = Math.max(difference, Math.abs(logit - others[token]!));
  });
  return difference === 0 ? 0 : difference / (most - least);
}
