import { randomStream } from 'lockstep/random';
import {
  cappedExponential,
  empirical,
  fixed,
  geometric,
  type LengthDistribution,
  lognormal,
  uniform,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import * as registered from '../../../src/workload/lengths/index.js';

const CASES: Record<keyof typeof registered, readonly LengthDistribution[]> = {
  cappedExponential: [cappedExponential(128, 512), cappedExponential(1, 3)],
  empirical: [empirical([3, 1, 4, 1, 5]), empirical([0, 7, 9], { weights: [0.5, 1, 2.5], name: 'measured' })],
  fixed: [fixed(128), fixed(0)],
  geometric: [geometric(128), geometric(1), geometric(1.5)],
  lognormal: [lognormal(200, 1), lognormal(0.6, 0.5), lognormal(1e9, 100)],
  uniform: [uniform(10, 29), uniform(0, 0)],
};

test('every kind of lengths has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(registered).sort());
});

const ALL = Object.values(CASES).flat();
const AS_OUTPUT = ALL.flatMap((lengths) => lengths.atLeastOne?.() ?? []);

describe.each([...ALL, ...AS_OUTPUT].map((lengths) => ({ ...lengths, lengths })))(
  '$name from $least',
  ({ lengths }) => {
    const count = 200_000;
    const random = randomStream(4, 'lengths');
    const draws = Float64Array.from({ length: count }, () => lengths.draw(random));

    test('draws whole numbers that fit, none below the least', () => {
      expect(draws.every((n) => Number.isInteger(n) && n >= lengths.least && n <= 2147483647)).toBe(true);
      expect(lengths.least).toBeGreaterThanOrEqual(0);
    });

    test('has the mean that it tells', () => {
      if (lengths.mean === null) return expect(lengths.name).toMatch(/^lognormal/);
      const mean = draws.reduce((sum, n) => sum + n, 0) / count;
      const variance = draws.reduce((sum, n) => sum + (n - mean) ** 2, 0) / count;
      expect(Math.abs(mean - lengths.mean)).toBeLessThanOrEqual(4.5 * Math.sqrt(variance / count));
    });

    test('draws the same again from the same stream', () => {
      const again = randomStream(4, 'lengths');
      for (let i = 0; i < 1000; i++) expect(lengths.draw(again)).toBe(draws[i]);
    });
  },
);

test('only the zeros of rounded laws become ones', () => {
  expect(ALL.filter((lengths) => lengths.atLeastOne).map((lengths) => lengths.name)).toEqual([
    'exponential:128:cap=512',
    'exponential:1:cap=3',
    'lognormal:200:cv=1',
    'lognormal:0.6:cv=0.5',
    'lognormal:1000000000:cv=100',
  ]);
  expect(AS_OUTPUT.every((lengths) => lengths.least === 1)).toBe(true);
});
