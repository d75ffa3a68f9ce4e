import { full } from 'lockstep/core';
import { affine, type BatchShape, type CostModel } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { closedLoop, generatedWorkload, uniform } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';

/** Token k of every row is ready after 10·k ms. */
const cost = affine({ stepMs: 10 });

test('a cost model is told the size and the lengths of a batch, padded and summed', () => {
  const shapes: BatchShape[] = [];
  const telling: CostModel = {
    name: 'telling',
    time: (shape) => (shapes.push({ ...shape }), cost.time(shape)),
  };
  const workload = listed([
    [0, 4, 3],
    [0, 9, 5],
  ]);
  run({ maxBatchSize: 2, wait: full(), cost: telling, workload });
  expect(shapes).toEqual([
    { size: 2, longestPrompt: 5, longestOutput: 9, promptTokens: 8, squaredPromptTokens: 34 },
  ]);
});

describe('a row that is cancelled while it runs', () => {
  const batch = { maxBatchSize: 2, wait: full(), cost };

  test('before its first token has none', () => {
    const workload = listed([
      [0, 4],
      [0, 4],
    ]);
    const { log } = run({ ...batch, workload, cancellations: [{ request: 1, at: 5 }] });
    expect(log.outcomeOf(1)).toBe('cancelled');
    expect([...log.requests.firstTokenAt.subarray(0, 2)]).toEqual([10, NaN]);
    expect([...log.requests.finishedAt.subarray(0, 2)]).toEqual([40, 5]);
  });

  test('after its first token keeps it, and the batch ends with the longest row that is left', () => {
    const workload = listed([
      [0, 4],
      [0, 9],
    ]);
    const { log } = run({ ...batch, workload, cancellations: [{ request: 1, at: 15 }] });
    expect(log.requests.firstTokenAt[1]).toBe(10);
    expect(log.batches.endedAt[0]).toBe(40);
    expect(log.batches.longestOutput[0]).toBe(4);
  });

  test('when all others are done ends the batch, which ran for the tokens that it had by then', () => {
    const workload = listed([
      [0, 2],
      [0, 9],
    ]);
    const { log } = run({ ...batch, workload, cancellations: [{ request: 1, at: 55 }] });
    expect(log.batches.endedAt[0]).toBe(55);
    expect(log.batches.longestOutput[0]).toBe(5);
  });

  test.each([
    ['batch', 'cancelled'],
    ['request', 'completed'],
    ['token', 'completed'],
  ] as const)('after its own last token, under release %s: %s', (release, outcome) => {
    const workload = listed([
      [0, 2],
      [0, 9],
    ]);
    const { log } = run({ ...batch, release, workload, cancellations: [{ request: 0, at: 30 }] });
    expect(log.outcomeOf(0)).toBe(outcome);
    expect(log.batches.endedAt[0]).toBe(90);
  });
});

test.each([
  ['batch', [90, 90]],
  ['request', [20, 90]],
  ['token', [20, 90]],
] as const)(
  'under release %s the users of a closed loop have their answers at %j ms',
  (release, answered) => {
    const lengths = [2, 9];
    let drawn = 0;
    const outputTokens = { ...uniform(2, 9), draw: () => lengths[drawn++ % 2]! };
    const workload = generatedWorkload({ arrivals: closedLoop(2), outputTokens, count: 4 });
    const { log } = run({ maxBatchSize: 2, wait: full(), cost, release, workload });
    expect([...log.requests.arrivedAt.subarray(2, 4)]).toEqual(answered);
  },
);
