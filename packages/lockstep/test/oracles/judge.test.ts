import { describe, expect, test } from 'vitest';
import { meanOf, shareOf } from '../../../../validation/src/estimate.js';
import { judge, judgeBound } from '../../../../validation/src/verdict.js';

const noisy = { value: 10, ci95: [9, 11], ci999: [8, 12] } as const;

describe('the pass rule', () => {
  test('takes the wider of tolerance and 99.9 % interval', () => {
    expect(judge('W', 11.9, 0.02, noisy).passes).toBe(true);
    expect(judge('W', 12.1, 0.02, noisy).passes).toBe(false);
    expect(judge('W', 12.1, 0.2, noisy).passes).toBe(true);
    expect(judge('W', 8.1, 0, noisy).passes).toBe(true);
  });

  test('counts what lies outside its 95 % interval, but not what has no noise', () => {
    expect(judge('W', 10.9, 0.02, noisy).outside95).toBe(false);
    expect(judge('W', 11.1, 0.02, noisy).outside95).toBe(true);
    expect(judge('W', 10.1, 0.02, { value: 10, ci95: [10, 10], ci999: [10, 10] }).outside95).toBeNull();
  });

  test('lets a bound stand unless the whole 99.9 % interval lies above it', () => {
    expect(judgeBound('W', 8, noisy).passes).toBe(true);
    expect(judgeBound('W', 7.9, noisy).passes).toBe(false);
  });
});

describe('estimates', () => {
  test('10 replications: mean ± 2.262 standard errors', () => {
    const { value, ci95, ci999 } = meanOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const error = Math.sqrt(82.5 / 9 / 10);
    expect(value).toBe(5.5);
    expect(ci95[1]).toBeCloseTo(5.5 + 2.262157 * error, 5);
    expect(ci999[0]).toBeCloseTo(5.5 - 4.780913 * error, 5);
    expect(() => meanOf([1, 2, 3])).toThrow('expected 10 or 30 replications, got 3');
  });

  test("a share: Wilson's interval, also of no hit at all", () => {
    const { value, ci95 } = shareOf([
      { hits: 0, trials: 60 },
      { hits: 0, trials: 40 },
    ]);
    expect(value).toBe(0);
    expect(ci95[0]).toBe(0);
    expect(ci95[1]).toBeCloseTo(3.841459 / 103.841459, 6);
  });
});
