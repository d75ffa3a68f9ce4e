import { expect, test } from 'vitest';
import { byteSize } from '../../src/take-along/byte-size.js';
import { makeBlob } from '../../src/take-along/make-blob.js';

test('a file is its pieces, one after another, whatever its size', async () => {
  const pieces = Array.from({ length: 300 }, (_, i) => `${i} é\n`.repeat(8000));
  const blob = await makeBlob(pieces, 'text/csv');
  expect(blob.type).toBe('text/csv');
  expect(await blob.text()).toBe(pieces.join(''));
});

test('the page gets its turn, and is told how far it is', async () => {
  const told: number[] = [];
  let turns = 0;
  let done = false;
  const count = () => {
    turns++;
    if (!done) setTimeout(count);
  };
  setTimeout(count);
  const endless = function* () {
    const ends = performance.now() + 200;
    while (performance.now() < ends) yield 'x'.repeat(1000);
  };
  const blob = await makeBlob(endless(), 'text/plain', (bytes) => told.push(bytes));
  done = true;
  expect(turns).toBeGreaterThan(1);
  expect(told.length).toBeGreaterThan(3);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(blob.size);
});

test('sizes are told in the unit in which they read well', () => {
  expect([0, 999, 1000, 612_300, 41_900_000, 2.5e9].map(byteSize)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 KB',
    '612 KB',
    '41.9 MB',
    '2.5 GB',
  ]);
});
