import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentiles, percentilesOf } from '../../src/metrics/order-statistics.js';

/** numpy's default: linear interpolation between order statistics. */
function bySorting(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (rank - below);
}

const PERCENTS = [0, 10, 25, 50, 75, 90, 95, 99, 100];

test('agrees with sorting, for values with and without ties', () => {
  const values = fc.oneof(
    fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 }),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3000 }),
    fc.array(fc.nat(100_000), { minLength: 700, maxLength: 3000, size: 'max' }),
  );
  fc.assert(
    fc.property(values, (list) => {
      const values = Float64Array.from(list);
      expect(percentiles(values, PERCENTS)).toEqual(PERCENTS.map((percent) => bySorting(list, percent)));
      expect(Array.from(values)).toEqual(list);
    }),
    { numRuns: 300 },
  );
});

test('ranks interpolate: of 1, 2, 4, 8 the median is 3 and the 90th percentile 6.8', () => {
  const [p50, p90] = percentiles(Float64Array.of(8, 1, 4, 2), [50, 90]);
  expect(p50).toBe(3);
  expect(p90).toBeCloseTo(6.8, 12);
});

test('one far outlier, a value and its neighbors in floating point, and a crowd at zero', () => {
  const crowd = Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? 0 : 1 + (i % 7) * Number.EPSILON));
  for (const list of [[...crowd, 1e300], [...crowd, -1e300], crowd]) {
    expect(percentiles(Float64Array.from(list), PERCENTS)).toEqual(PERCENTS.map((p) => bySorting(list, p)));
  }
});

test('a long range of one value, and one of rising values', () => {
  expect(percentiles(new Float64Array(100_000).fill(7), [1, 50, 99])).toEqual([7, 7, 7]);
  const rising = Float64Array.from({ length: 100_001 }, (_, i) => i);
  expect(percentiles(rising, [1, 50, 99])).toEqual([1000, 50_000, 99_000]);
});

test('values counted once give the same percentiles, whichever are asked for and how often', () => {
  const crowd = fc.array(fc.oneof(fc.nat(3), fc.double({ noNaN: true, min: 0, max: 1e4 })), {
    minLength: 30,
    maxLength: 4000,
    size: 'max',
  });
  fc.assert(
    fc.property(crowd, (list) => {
      const range = { min: Math.min(...list), max: Math.max(...list) };
      const take = percentilesOf(Float64Array.from(list), range);
      for (const percents of [[50, 99], [99, 99.9], [0.5], [50, 99]]) {
        expect(take(percents)).toEqual(percents.map((percent) => bySorting(list, percent)));
      }
    }),
    { numRuns: 100 },
  );
});

test('ranges that no bin of floating-point width can divide', () => {
  const zeros = new Array<number>(3000).fill(0);
  for (const list of [
    [...zeros, Number.MIN_VALUE],
    [...zeros, -Number.MAX_VALUE, Number.MAX_VALUE],
  ]) {
    expect(percentiles(Float64Array.from(list), PERCENTS)).toEqual(PERCENTS.map((p) => bySorting(list, p)));
  }
});
