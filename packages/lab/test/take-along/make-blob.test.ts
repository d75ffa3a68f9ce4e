import { afterEach, expect, test, vi } from 'vitest';
import { byteSize } from '../../src/take-along/byte-size.js';
import { makeBlob } from '../../src/take-along/make-blob.js';

afterEach(() => vi.restoreAllMocks());

test('a file is its pieces, one after another, whatever its size', async () => {
  const pieces = Array.from({ length: 300 }, (_, i) => `${i} é\n`.repeat(8000));
  const blob = await makeBlob(pieces, 'text/csv');
  expect(blob.type).toBe('text/csv');
  expect(await blob.text()).toBe(pieces.join(''));
});

test('the page gets its turn, and is told how far it is', async () => {
  // Making a piece takes 5 ms.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 5));
  const told: number[] = [];
  let isDone = false;
  let turns = 0;
  const takeTurn = () => {
    turns++;
    if (!isDone) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  await makeBlob(new Array<string>(30).fill('x'.repeat(1000)), 'text/plain', (bytes) => told.push(bytes));
  isDone = true;
  expect(turns).toBeGreaterThan(5);
  expect(told).toEqual([3000, 6000, 9000, 12_000, 15_000, 18_000, 21_000, 24_000, 27_000, 30_000]);
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
