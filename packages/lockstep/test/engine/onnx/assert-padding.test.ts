import { Tensor } from '@huggingface/transformers';
import { expect, test } from 'vitest';
import { assertPadding } from '../../../src/engine/onnx/assert-padding.js';
import type { BatchModel } from '../../../src/engine/onnx/run-batch.js';

/** A model whose logits are told by the sum of the tokens that it reads, and a little noise in larger batches. */
function summing(reads: (mask: number, column: number) => boolean, noise = 0): BatchModel {
  return {
    async forward({ input_ids, attention_mask }) {
      const [rows, columns] = input_ids.dims as [number, number];
      const logits = Float32Array.from({ length: rows * 2 }, (_, i) => {
        if (i % 2 === 1) return 0;
        const row = i / 2;
        let sum = 0;
        for (let column = 0; column < columns; column++) {
          const at = row * columns + column;
          if (reads(Number(attention_mask.data[at]), column)) sum += Number(input_ids.data[at]) + 1;
        }
        return sum + (rows > 1 ? sum * noise : 0);
      });
      return { logits: new Tensor('float32', logits, [rows, 1, 2]) };
    },
  };
}

test('a model that leaves padding out is taken, also when quantised activations differ a little', async () => {
  await assertPadding(
    summing((mask) => mask === 1),
    0,
  );
  await assertPadding(
    summing((mask) => mask === 1, 0.05),
    0,
  );
});

test('a model that reads padding is refused, with what can be done', async () => {
  await expect(
    assertPadding(
      summing(() => true),
      0,
    ),
  ).rejects.toThrow(
    'expected a model that does not read padding on the left, got other logits for a padded prompt, by 92 % of ' +
      'their range; with maxBatchSize 1 it can be used',
  );
});

test('so is one that makes no numbers of it', async () => {
  await expect(
    assertPadding(
      summing((mask) => mask === 1, NaN),
      0,
    ),
  ).rejects.toThrow('NaN %');
});
