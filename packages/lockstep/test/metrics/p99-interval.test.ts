import { expect, test } from 'vitest';
import { percentiles, percentilesOf } from '../../src/metrics/order-statistics.js';
import { intervalOfP99 } from '../../src/metrics/p99-interval.js';

function intervalOf(values: Float64Array, blocks = 10) {
  const [p99] = percentiles(values, [99]);
  return intervalOfP99(values, p99!, percentilesOf(values), blocks);
}

test('lies as far out of the way, in share, as batch means leave the share of values beyond it unsure', () => {
  // 10 blocks of 1,500 values, the largest of which are spread unevenly: 10 and 20 beyond 99 in turn.
  const beyond = (block: number) => (block % 2 === 0 ? 10 : 20);
  const values = Float64Array.from({ length: 15_000 }, (_, i) => {
    const place = i % 1_500;
    return place < beyond(Math.floor(i / 1_500)) ? 100 + (i % 997) / 1_000 : (i % 991) / 10;
  });
  // The 10 shares have mean 0.01 and standard deviation √(10/9) · 5/1500; t with 9 degrees of freedom is 2.262.
  const half = (2.262157 * Math.sqrt(10 / 9) * (5 / 1_500)) / Math.sqrt(10);
  const [low, high] = percentiles(values, [99 - 100 * half, 99 + 100 * half]);
  const interval = intervalOf(values)!;
  expect(interval[0]).toBeCloseTo(low!, 4);
  expect(interval[1]).toBeCloseTo(high!, 4);
});

test('is a point where values far and wide equal the percentile', () => {
  expect(intervalOf(new Float64Array(15_000).fill(7))).toEqual([7, 7]);
});

test('ends at the largest value where a run whose largest values all come in one block cannot tell how high it is', () => {
  const oneBurst = Float64Array.from({ length: 15_000 }, (_, i) =>
    i >= 6_000 && i < 6_150 ? 1_000 + i : i % 100,
  );
  expect(intervalOf(oneBurst)![1]).toBe(7_149);
});
