import {
  cappedExponential,
  empirical,
  fixed,
  geometric,
  lognormal,
  uniform,
  WorkloadError,
} from 'lockstep/workload';
import { expect, test } from 'vitest';

test.each([
  [() => fixed(-1), 'fixed: tokens: expected a whole number ≥ 0, got -1'],
  [() => fixed(1.5), 'fixed: tokens: expected a whole number ≥ 0, got 1.5'],
  [() => uniform(29, 10), 'uniform: expected shortest ≤ longest, got 29-10'],
  [() => uniform(-2, 10), 'uniform: shortest: expected a whole number ≥ 0, got -2'],
  [() => lognormal(0, 1), 'lognormal: mean (tokens): expected a finite number > 0, got 0'],
  [() => lognormal(10, -1), 'lognormal: cv: expected a number from 0 to 100, got -1'],
  [() => geometric(0.5), 'geometric: mean (tokens): expected a number from 1 to 100000000, got 0.5'],
  [() => cappedExponential(-1, 5), 'exponential: mean (tokens): expected a finite number > 0, got -1'],
  [() => cappedExponential(1, 0), 'exponential: cap (tokens): expected a whole number ≥ 1, got 0'],
  [() => empirical([]), 'empirical: expected at least one length, got none'],
  [() => empirical([1, 2.5]), 'empirical: length 2: expected a whole number ≥ 0, got 2.5'],
  [() => empirical([1, 2], { weights: [1] }), 'empirical: expected one weight per length, 2, got 1'],
  [
    () => empirical([1, 2], { weights: [1, -1] }),
    'empirical: weight 2: expected a finite number ≥ 0, got -1',
  ],
  [() => empirical([1, 2], { weights: [0, 0] }), 'empirical: expected weights with a finite sum > 0, got 0'],
])('%s is refused', (make, message) => {
  expect(make).toThrow(new WorkloadError(message));
});
