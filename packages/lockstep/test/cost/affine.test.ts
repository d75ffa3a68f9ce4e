import fc from 'fast-check';
import { affine, aloneShape, CostError } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape } from './batches.js';

test('a batch takes (pre0 + pre1·m) + (step0 + step1·m) × longest output', () => {
  const model = affine({ prefillMs: 50, prefillPerRowMs: 10, stepMs: 20, stepPerRowMs: 0.5 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 5000 }), (m, longest) => {
      const time = model.time(evenShape(m, 300, longest));
      expect(time.durationMs).toBeCloseTo(50 + 10 * m + (20 + 0.5 * m) * longest, 6);
      expect(time.tokenMs(1)).toBeCloseTo(50 + 10 * m + 20 + 0.5 * m, 9);
    }),
  );
});

test('tau0 + alpha·m per batch is its prefill alone', () => {
  const time = affine({ prefillMs: 1000, prefillPerRowMs: 100 }).time(evenShape(16, 1, 1));
  expect(time.durationMs).toBe(2600);
  expect(time.tokenMs(1)).toBe(2600);
});

test('padded prompt tokens count size × longest prompt, in the prefill and in every step', () => {
  const shape = {
    size: 3,
    longestPrompt: 100,
    longestOutput: 2,
    promptTokens: 120,
    squaredPromptTokens: 10_200,
  };
  expect(affine({ prefillPerTokenMs: 0.1 }).time(shape).durationMs).toBeCloseTo(30, 12);
  expect(affine({ stepPerTokenMs: 0.1 }).time(shape).durationMs).toBeCloseTo(60, 12);
});

test('zero cost is legal', () => {
  const time = affine({}).time(aloneShape(1000, 1000));
  expect([time.durationMs, time.tokenMs(1), time.tokenMs(1000)]).toEqual([0, 0, 0]);
});

test('its name lists what was given, as the command line writes it', () => {
  expect(affine({}).name).toBe('affine:step=0ms');
  expect(affine({ stepPerRowMs: 0.5, stepMs: 20, prefillPerRowMs: 10, prefillMs: 50 }).name).toBe(
    'affine:prefill=50ms,prefill-row=10ms,step=20ms,step-row=0.5ms',
  );
});

test('a negative or endless time is refused by name', () => {
  expect(() => affine({ stepMs: -1 })).toThrow(
    new CostError('affine: expected stepMs as a finite number ≥ 0, got -1'),
  );
  expect(() => affine({ prefillPerRowMs: Infinity })).toThrow('affine: expected prefillPerRowMs');
  expect(() => affine({ stepPerTokenMs: NaN })).toThrow('got NaN');
});

test('a text is no time: it would be joined, not added', () => {
  expect(() => affine({ stepMs: '5' as never })).toThrow(
    new CostError('affine: expected stepMs as a finite number ≥ 0, got 5'),
  );
});
