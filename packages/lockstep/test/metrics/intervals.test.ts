import { expect, test } from 'vitest';
import { blocksOf, halfWidth, requestsNeeded } from '../../src/metrics/intervals.js';

test('a run has intervals from 300 relaxations on, and from 4,000 requests', () => {
  expect(requestsNeeded(0.5)).toBe(4_000);
  expect(requestsNeeded(50)).toBe(15_000);
  expect(blocksOf(14_999, 50)).toBeNull();
  expect(blocksOf(15_000, 50)).not.toBeNull();
  expect(blocksOf(3_999, 0.5)).toBeNull();
});

test('a longer run is cut into more blocks, from 3 to 30, of at least 100 relaxations and for a p99 of 300 where there are more than 3', () => {
  expect(blocksOf(15_000, 50)).toEqual({ means: 3, p99: 3 });
  expect(blocksOf(60_000, 50)).toEqual({ means: 12, p99: 4 });
  expect(blocksOf(150_000, 50)).toEqual({ means: 30, p99: 10 });
  expect(blocksOf(10_000_000, 50)).toEqual({ means: 30, p99: 30 });
});

test('of a short run with a fast queue, some values lie beyond the p99 in every block', () => {
  expect(blocksOf(5_000, 0.5)).toEqual({ means: 30, p99: 5 });
});

test('half a width is t · s / √blocks with one degree of freedom fewer than blocks', () => {
  // Of 1, 2, 3: s = 1, and 4.302653 for 2 degrees of freedom. Of 1, 2, 3, 4: s² = 5/3. Student's t, 97.5 %: 3.182446 for 3 degrees of freedom, 2.045230 for 29.
  expect(halfWidth([1, 2, 3])).toBeCloseTo(4.302653 / Math.sqrt(3), 5);
  expect(halfWidth([1, 2, 3, 4])).toBeCloseTo((3.182446 * Math.sqrt(5 / 3)) / 2, 5);
  const thirty = Array.from({ length: 30 }, (_, i) => i % 2);
  expect(halfWidth(thirty)).toBeCloseTo((2.04523 * Math.sqrt(7.5 / 29)) / Math.sqrt(30), 5);
});
