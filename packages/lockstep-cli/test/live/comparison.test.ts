import { gap, none, oldest, window } from 'lockstep/core';
import { affine, mock } from 'lockstep/cost';
import { run, type RunOptions } from 'lockstep/simulation';
import { closedLoop, generatedWorkload, poisson, uniform } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { compareWithSimulation, comparisonNote } from '../../src/live/comparison.js';

const workload = generatedWorkload({
  arrivals: poisson(12),
  promptTokens: uniform(1, 300),
  outputTokens: uniform(1, 80),
  count: 400,
});

describe('a run that was simulated itself has nothing to differ from', () => {
  const cases: [name: string, options: RunOptions][] = [
    ['batch', { maxBatchSize: 4, wait: oldest(30), cost: mock({ tokenMs: 10 }), workload }],
    [
      'request',
      { maxBatchSize: 8, wait: gap(40), cost: affine({ stepMs: 9 }), workload, release: 'request' },
    ],
    ['token', { maxBatchSize: 8, wait: window(10), cost: affine({ stepMs: 9 }), workload, release: 'token' }],
    [
      'a full queue',
      { maxBatchSize: 2, maxQueueSize: 5, wait: none(), cost: affine({ stepMs: 9 }), workload },
    ],
    [
      'deadlines',
      { maxBatchSize: 2, wait: none(), cost: affine({ stepMs: 9 }), workload, requestTimeoutMs: 2_000 },
    ],
    [
      'a closed loop',
      {
        maxBatchSize: 4,
        wait: oldest(30),
        cost: mock(),
        workload: generatedWorkload({
          arrivals: closedLoop(6, { thinkMs: 100 }),
          outputTokens: uniform(1, 20),
          count: 100,
        }),
      },
    ],
  ];
  test.each(cases)('%s', (_, options) => {
    const { log } = run(options);
    const comparison = compareWithSimulation(log, options);
    expect(comparison.requests).toBeGreaterThan(50);
    expect(comparison.sameBatches).toBe(log.batchCount);
    expect(comparison.largestAbsoluteMs).toBeLessThan(1e-6);
  });
});

test('what the driver adds to a wait is what the two differ by', () => {
  const options = { maxBatchSize: 4, wait: oldest(30), cost: affine({ stepMs: 1 }), workload };
  const { log } = run({ ...options, wait: oldest(33) });
  const comparison = compareWithSimulation(log, options);
  expect(comparison.meanAbsoluteMs).toBeGreaterThan(1);
  expect(comparison.meanAbsoluteMs).toBeLessThan(5);
  expect(comparison.sameBatches).toBeLessThan(log.batchCount);
});

test('one batch formed otherwise does not shift those after it', () => {
  const options = { maxBatchSize: 2, wait: none(), cost: affine({ stepMs: 5 }), workload };
  const { log } = run(options);
  const comparison = compareWithSimulation(log, { ...options, wait: oldest(1) });
  expect(comparison.sameBatches / comparison.batches).toBeGreaterThan(0.5);
});

test('the note says all of it in one sentence', () => {
  const figures = { requests: 4, meanAbsoluteMs: 0.5, largestAbsoluteMs: 2, batches: 3, sameBatches: 2 };
  expect(comparisonNote(figures)).toBe(
    'Simulated again, with the same arrivals, the lengths as they came out and the batch times as measured: E2E ' +
      'latencies differ by 0.5 ms on average and 2 ms at most; 2 of 3 batches have the same members.',
  );
  expect(comparisonNote({ ...figures, requests: 0, meanAbsoluteMs: null, largestAbsoluteMs: null })).toBe(
    'Simulated again: no request completed, so there is nothing to compare.',
  );
});
