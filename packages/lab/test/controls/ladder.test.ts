import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as ladders from '../../src/controls/ladder.js';

const { BATCH_SIZES, nearestStep, RATES, REQUESTS, WAIT_TIMES } = ladders;

const ALL = Object.entries(ladders).filter((entry): entry is [string, ladders.Ladder] =>
  Array.isArray(entry[1]),
);

describe.each(ALL)('%s', (_, ladder) => {
  test('rises, and has no step twice', () => {
    for (let i = 1; i < ladder.length; i++) expect(ladder[i]).toBeGreaterThan(ladder[i - 1]!);
  });

  test('has values that read well: two digits that count, or small whole numbers', () => {
    for (const value of ladder) {
      expect(value === Number(value.toPrecision(2)) || (Number.isInteger(value) && value <= 128)).toBe(true);
    }
  });

  test('each value is nearest to itself', () => {
    for (const [step, value] of ladder.entries()) expect(nearestStep(ladder, value)).toBe(step);
  });
});

test('the nearest step is nearer by ratio than its neighbors', () => {
  const away = (a: number, b: number) => Math.abs(Math.log(a / b));
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 200, noNaN: true }), (value) => {
      const step = nearestStep(RATES, value);
      const best = Math.min(...RATES.map((each) => away(each, value)));
      expect(away(RATES[step]!, value)).toBeCloseTo(best, 12);
    }),
  );
});

test('what lies beyond an end stands at the end', () => {
  expect(nearestStep(BATCH_SIZES, 1000)).toBe(BATCH_SIZES.length - 1);
  expect(nearestStep(BATCH_SIZES, 0)).toBe(0);
  expect(nearestStep(WAIT_TIMES, 0)).toBe(0);
  expect(nearestStep(WAIT_TIMES, 0.2)).toBe(0);
  expect(nearestStep(WAIT_TIMES, 0.8)).toBe(1);
});

test('batch sizes: every one up to 16, all powers of two, from 1 to 128', () => {
  expect(BATCH_SIZES.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  for (const size of [32, 64, 128]) expect(BATCH_SIZES).toContain(size);
  expect(BATCH_SIZES.at(-1)).toBe(128);
});

test('the defaults and ends of the other sliders are on them', () => {
  expect(WAIT_TIMES).toContain(50);
  expect(WAIT_TIMES.at(-1)).toBe(2000);
  expect(RATES).toContain(3);
  expect(RATES).toContain(0.5);
  expect(REQUESTS).toContain(30);
  expect(REQUESTS).toContain(10_000);
  expect(REQUESTS.at(-1)).toBe(1_000_000);
});
