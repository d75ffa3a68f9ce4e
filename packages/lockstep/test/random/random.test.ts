import { randomStream } from 'lockstep/random';
import { expect, test } from 'vitest';

function firstOf(seed: number, purpose: string, index?: number, count = 4): number[] {
  const random = randomStream(seed, purpose, index);
  return Array.from({ length: count }, () => random.next());
}

test('a seed and a purpose give the same numbers in every version: results can be repeated', () => {
  expect(firstOf(1, 'arrivals')).toEqual([
    0.6866110837065217, 0.367968953236817, 0.5584851463138589, 0.8703858047844407,
  ]);
});

test('the index is 0 unless given', () => {
  expect(firstOf(7, 'arrivals')).toEqual(firstOf(7, 'arrivals', 0));
});

test.each<[string, [number, string, number]]>([
  ['seed', [2, 'a', 0]],
  ['seed, in its high bits alone', [1 + 2 ** 32, 'a', 0]],
  ['sign of the seed', [-1, 'a', 0]],
  ['purpose', [1, 'b', 0]],
  ['index', [1, 'a', 1]],
])('another %s opens another stream', (_, [seed, purpose, index]) => {
  const other = new Set(firstOf(seed, purpose, index, 1000));
  expect(firstOf(1, 'a', 0, 1000).filter((value) => other.has(value))).toEqual([]);
});

test('numbers are uniform on [0, 1), and those of neighboring indices are not related', () => {
  const count = 100_000;
  const [a, b] = [firstOf(1, 'users', 0, count), firstOf(1, 'users', 1, count)];
  const tenths = new Array<number>(10).fill(0);
  let product = 0;
  for (let i = 0; i < count; i++) {
    tenths[Math.floor(a[i]! * 10)]!++;
    product += (a[i]! - 0.5) * (b[i]! - 0.5);
  }
  // Five standard deviations of a count of tenths, and of the correlation of independent numbers.
  for (const tenth of tenths) expect(Math.abs(tenth - count / 10)).toBeLessThan(5 * Math.sqrt(count * 0.09));
  expect(Math.abs((12 * product) / count)).toBeLessThan(5 / Math.sqrt(count));
});
