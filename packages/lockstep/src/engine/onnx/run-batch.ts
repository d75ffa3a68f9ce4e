import type { Tensor } from '@huggingface/transformers';
import { chooser, type Sampling } from './choose-token.js';
import { type ModelInputs, type ModelOutputs, PaddedBatch } from './padded-batch.js';

/** One row of a batch, as the model's thread sees it: tokens, no text. */
export interface BatchRow {
  /** The prompt: at least one token. */
  readonly tokens: readonly number[];
  /** Most output tokens: an integer ≥ 1. */
  readonly maxTokens: number;
  /** The tokens that end the row. */
  readonly endTokens: readonly number[];
  readonly sampling: Sampling;
}

export interface Batch {
  readonly rows: readonly BatchRow[];
  /** What fills a row that has no token of its own. */
  readonly padToken: number;
  /** One per row, in memory that threads share: 1 once nobody wants any more of the row. Read before every step. */
  readonly ended: Uint8Array<SharedArrayBuffer>;
}

/** In a step's tokens: the row came to its natural end. */
export const END = -1;
/** In a step's tokens: the row had ended before. */
export const NO_TOKEN = -2;

/** The part of a model of transformers.js that a batch is run with. */
export interface BatchModel {
  forward(inputs: ModelInputs): Promise<ModelOutputs>;
}

/**
 * Runs the textbook's static batch: one run of the model per step for all rows. A row that has ended goes on computing
 * padding until the last row ends.
 * @param onStep takes the tokens of each step, one per row: a token, `END` or `NO_TOKEN`
 */
export async function runBatch(
  model: BatchModel,
  { rows, padToken, ended }: Batch,
  onStep: (tokens: Int32Array) => void,
): Promise<void> {
  const padded = new PaddedBatch(
    rows.map(({ tokens }) => tokens),
    padToken,
  );
  const choosers = rows.map(({ sampling }) => chooser(sampling));
  const left = rows.map(({ maxTokens }) => maxTokens);
  const isLive = (row: number) => left[row]! > 0 && Atomics.load(ended, row) === 0;

  let inputs = padded.first();
  while (rows.some((_, row) => isLive(row))) {
    const outputs = await model.forward(inputs);
    const logits = lastLogits(outputs);
    const tokens = Int32Array.from(rows, ({ endTokens }, row) => {
      if (!isLive(row)) return NO_TOKEN;
      const token = choosers[row]!(logits[row]!);
      if (endTokens.includes(token)) {
        left[row] = 0;
        return END;
      }
      left[row]!--;
      return token;
    });
    onStep(tokens);
    inputs = padded.next(
      tokens.map((token) => (token < 0 ? padToken : token)),
      outputs,
    );
  }
}

/** The logits of every row's last token. */
export function lastLogits({ logits }: ModelOutputs): Float32Array[] {
  const [rows, columns, size] = logits!.dims as [number, number, number];
  const data = (logits!.to('float32') as Tensor).data as Float32Array;
  return Array.from({ length: rows }, (_, row) => {
    const end = (row + 1) * columns * size;
    return data.subarray(end - size, end);
  });
}
