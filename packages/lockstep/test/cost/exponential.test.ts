import { aloneShape, CostError, exponential } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape } from './batches.js';

const draws = 200_000;

test('its time is the expectation, whatever the batch', () => {
  const model = exponential({ meanMs: 1000 });
  expect(model.time(aloneShape(5, 10)).durationMs).toBe(1000);
  expect(model.time(evenShape(64, 4096, 1)).durationMs).toBe(1000);
});

test('draws have the mean, the standard deviation and the tail of the exponential', () => {
  const draw = exponential({ meanMs: 1000 }).sampler!(7);
  let sum = 0;
  let squares = 0;
  let tail = 0;
  for (let i = 0; i < draws; i++) {
    const ms = draw(aloneShape(1, 3)).durationMs;
    sum += ms;
    squares += ms * ms;
    if (ms > 3000) tail++;
  }
  const mean = sum / draws;
  // Four standard errors of each estimate.
  expect(Math.abs(mean - 1000)).toBeLessThan(4 * (1000 / Math.sqrt(draws)));
  expect(Math.abs(Math.sqrt(squares / draws - mean * mean) - 1000)).toBeLessThan(
    4 * (1000 * Math.sqrt(2 / draws)),
  );
  const p = Math.exp(-3);
  expect(Math.abs(tail / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws));
});

test('another seed draws other times', () => {
  const model = exponential({ meanMs: 1 });
  const shape = aloneShape(1, 1);
  expect(model.sampler!(1)(shape).durationMs).not.toBe(model.sampler!(2)(shape).durationMs);
});

test('a mean of zero gives batches of no time', () => {
  expect(exponential({ meanMs: 0 }).sampler!(1)(aloneShape(1, 9)).durationMs).toBeCloseTo(0, 15);
});

test('a mean that is no time is refused', () => {
  expect(() => exponential({ meanMs: -5 })).toThrow(
    new CostError('exponential: expected meanMs as a finite number ≥ 0, got -5'),
  );
});
