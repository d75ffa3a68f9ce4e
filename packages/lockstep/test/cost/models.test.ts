import { allParameters, kvBytesPerToken, linearParameters, MODELS } from 'lockstep/cost';
import { expect, test } from 'vitest';

/** Counted from the checkpoints' own tensors; tolerance where biases and learned positions are left out. */
const REFERENCE = [
  ['llama-2-7b', 6607077376, 6738415616, 524288, 0.005],
  ['llama-3-70b', 69501714432, 70553706496, 327680, 0.005],
  ['qwen2.5-7b', 7070285824, 7615487488, 57344, 0.005],
  ['gpt-j-6b', 5843582976, 6050254848, 458752, 0.02],
  ['gpt-6.7b', 6652166144, 6652432384, 524288, 0.02],
] as const;

test.each(REFERENCE)('%s has its known parameters and KV bytes', (name, linear, all, kv, tolerance) => {
  const model = MODELS[name]!;
  expect(Math.abs(linearParameters(model) / linear - 1)).toBeLessThan(tolerance);
  expect(Math.abs(allParameters(model) / all - 1)).toBeLessThan(tolerance);
  expect(kvBytesPerToken(model)).toBe(kv);
});

/** The size that each model's name promises, in 10⁹ parameters. */
test.each([
  ['llama-2-13b', 13.02],
  ['llama-2-70b', 68.98],
  ['llama-3-8b', 8.03],
  ['mistral-7b', 7.24],
  ['opt-13b', 12.85],
  ['gpt-20b', 20.25],
])('%s has %f billion parameters', (name, billions) => {
  expect(allParameters(MODELS[name]!) / 1e9).toBeCloseTo(billions, 1);
});

test('a byte per cached value halves the KV cache', () => {
  expect(kvBytesPerToken({ ...MODELS['llama-3-8b']!, kvBytes: 1 })).toBe(65_536);
});
