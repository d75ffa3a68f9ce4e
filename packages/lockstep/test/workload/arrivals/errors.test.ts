import { closedLoop, constant, gamma, mmpp, poisson, WorkloadError } from 'lockstep/workload';
import { expect, test } from 'vitest';

test.each([
  [() => constant(0), 'constant: rate (requests/s): expected a finite number > 0, got 0'],
  [() => poisson(NaN), 'poisson: rate (requests/s): expected a finite number > 0, got NaN'],
  [() => gamma(3, 0), 'gamma: cv: expected a number from 0.001 to 100, got 0'],
  [() => gamma(Infinity, 1), 'gamma: rate (requests/s): expected a finite number > 0, got Infinity'],
  [() => mmpp([0, 0], [1, 1]), 'mmpp: expected a rate > 0 in one of the states, got 0 in both'],
  [
    () => mmpp([1, 1], [1e6, 1e6]),
    'mmpp: expected at most 10000 changes of state a request (more are a Poisson process), got 1000000',
  ],
  [() => mmpp([-1, 2], [1, 1]), 'mmpp: rate in state 1 (requests/s): expected a finite number ≥ 0, got -1'],
  [
    () => mmpp([1, 2], [1, 0]),
    'mmpp: rate of leaving state 2 (per second): expected a finite number > 0, got 0',
  ],
  [() => poisson('3' as never), 'poisson: rate (requests/s): expected a finite number > 0, got 3'],
  [() => closedLoop(0), 'closed: users: expected a whole number ≥ 1, got 0'],
  [() => closedLoop(2.5), 'closed: users: expected a whole number ≥ 1, got 2.5'],
  [() => closedLoop(2, { thinkMs: -1 }), 'closed: think time (ms): expected a finite number ≥ 0, got -1'],
])('%s is refused', (make, message) => {
  expect(make).toThrow(new WorkloadError(message));
});
