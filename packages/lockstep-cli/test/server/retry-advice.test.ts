import { expect, test } from 'vitest';
import { RetryBudget, retryAfterMs } from '../../src/server/retry-advice.js';

test.for([
  [0, 0, 100],
  [0, 0.999, 125],
  [1000, 0, 1000],
  [1000, 0.5, 1125],
  [2500.1, 0, 2501],
  [59_000, 0.999, 60_000],
  [86_400_000, 0, 60_000],
])('a place in %d ms, at random %d: %d ms', ([placeInMs, random, expected]) => {
  expect(retryAfterMs(placeInMs!, random!)).toBe(expected);
});

test('where few calls come, clients are asked to try again; of many at most one in ten', () => {
  const budget = new RetryBudget();
  const invited = (calls: number) => {
    let count = 0;
    for (let call = 0; call < calls; call++) {
      budget.called();
      if (budget.invite()) count++;
    }
    return count;
  };
  expect(invited(4)).toBe(4);
  expect(invited(10_000)).toBeLessThanOrEqual(1001);
  expect(invited(10_000)).toBeGreaterThanOrEqual(999);
  // Calls that are answered pay for later ones, four at most.
  for (let call = 0; call < 1000; call++) budget.called();
  expect([1, 2, 3, 4, 5].map(() => budget.invite())).toEqual([true, true, true, true, false]);
});
