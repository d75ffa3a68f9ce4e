import fc from 'fast-check';
import { aloneShape, CostError, largestBatch, roofline } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape, shapeOf } from './batches.js';

test('weights and a whole KV cache per row share the memory', () => {
  // 80 GB less 6,738,415,616 weights of 2 bytes leave 66.523 GB; a row of 4096 tokens takes 524,288 bytes each.
  const room = { gpu: 'a100-80', model: 'llama-2-7b', promptTokens: 3584, outputTokens: 512 };
  expect(largestBatch({ ...room, memoryReserve: 0 })).toBe(30);
  // A reserve of a tenth leaves 58.523 GB.
  expect(largestBatch(room)).toBe(27);
  expect(largestBatch({ ...room, gpus: 2, memoryReserve: 0 })).toBe(68);
});

test('not even one row fits where the weights do not', () => {
  expect(largestBatch({ gpu: 'h200', model: 'llama-3-70b', promptTokens: 1, outputTokens: 1 })).toBe(0);
  expect(() => roofline({ gpu: 'h200', model: 'llama-3-70b' }).time(aloneShape(1, 1))).toThrow(
    'Not even a batch of 1 fits.',
  );
});

test('a batch of the largest size runs, and one more is refused', () => {
  const lengths = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 2000 }));
  fc.assert(
    fc.property(fc.constantFrom('l4', 'a100-40', 'h100'), lengths, (gpu, [promptTokens, outputTokens]) => {
      const placement = { gpu, model: 'llama-3-8b' };
      const largest = largestBatch({ ...placement, promptTokens, outputTokens });
      const cost = roofline(placement);
      expect(cost.time(evenShape(largest, promptTokens, outputTokens)).durationMs).toBeGreaterThan(0);
      expect(() => cost.time(evenShape(largest + 1, promptTokens, outputTokens))).toThrow(CostError);
    }),
  );
});

test('the refusal says what is needed, what there is, and the largest batch that fits', () => {
  expect(() => roofline({ gpu: 'a100-80', model: 'llama-2-7b' }).time(evenShape(64, 3584, 512))).toThrow(
    new CostError(
      'roofline: llama-2-7b on a100-80 has no room for a batch of 64 with 3584 prompt and 512 output tokens a ' +
        'row: it needs 13.5 GB of weights and 137.4 GB of KV cache, and 72.0 of 80 GB are usable (memoryReserve ' +
        '0.1). The largest batch that fits is 27.',
      undefined,
      'ERR_LOCKSTEP_COST_MEMORY',
    ),
  );
});

test('packed rows keep only their own prompts', () => {
  const prompts = [4000, ...Array<number>(60).fill(100)];
  const placement = { gpu: 'a100-80', model: 'llama-2-7b' };
  expect(() => roofline(placement).time(shapeOf(prompts, 200))).toThrow('The largest batch that fits is 26.');
  expect(
    roofline({ ...placement, padding: 'packed' }).time(shapeOf(prompts, 200)).durationMs,
  ).toBeGreaterThan(0);
});

test('a row without tokens is no row', () => {
  const none = { gpu: 'h100', model: 'llama-3-8b', promptTokens: 0, outputTokens: 0 };
  expect(() => largestBatch(none)).toThrow(
    new CostError('largestBatch: expected promptTokens + outputTokens as a finite number > 0, got 0'),
  );
});
