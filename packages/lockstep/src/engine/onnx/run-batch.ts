import type { Tensor } from '@huggingface/transformers';
import { type Batch, END, NO_TOKEN } from './batch.js';
import { chooser } from './choose-token.js';
import { type ModelInputs, type ModelOutputs, PaddedBatch } from './padded-batch.js';

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
