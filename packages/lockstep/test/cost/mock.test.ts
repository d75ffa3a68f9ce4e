import { aloneShape, mock } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape } from './batches.js';

test('one request takes its output tokens at 50 ms each', () => {
  expect(mock().time(aloneShape(7, 20)).durationMs).toBe(1000);
});

test('a batch of 8 takes 1 − 0.1·ln 8 of that, and never less than half', () => {
  expect(mock().time(evenShape(8, 1, 20)).durationMs).toBeCloseTo(1000 * (1 - 0.1 * Math.log(8)), 9);
  expect(mock().time(evenShape(148, 1, 20)).durationMs).toBeGreaterThan(500);
  expect(mock().time(evenShape(149, 1, 20)).durationMs).toBe(500);
  expect(mock().time(evenShape(100_000, 1, 20)).durationMs).toBe(500);
});

test('tokens come at an even pace', () => {
  const time = mock({ tokenMs: 10 }).time(aloneShape(1, 4));
  expect([1, 2, 3, 4].map((k) => time.tokenMs(k))).toEqual([10, 20, 30, 40]);
});

test('its name is what the command line writes', () => {
  expect(mock().name).toBe('mock');
  expect(mock({ tokenMs: 12.5 }).name).toBe('mock:12.5ms');
});

test.each([-1, NaN, Infinity])('a token time of %s is refused', (tokenMs) => {
  expect(() => mock({ tokenMs })).toThrow(`mock: expected a finite token time ≥ 0 ms, got ${tokenMs}`);
});
