import { atLeast, full, gap, none, oldest, window } from 'lockstep/core';
import { affine, mock } from 'lockstep/cost';
import { run, type RunOptions } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { decisions } from '../support/decisions.js';
import { listed } from '../support/listed-workload.js';

/** Eight requests in ms: four close together, a long one, and three late ones. */
const EIGHT = listed([
  [0, 4],
  [20, 2],
  [40, 6],
  [60, 1],
  [300, 20],
  [320, 2],
  [900, 3],
  [2000, 5],
]);

/** A batch takes 10 ms and 10 ms a token, whatever its size: times that can be followed in one's head. */
const COST = affine({ prefillMs: 10, stepMs: 10 });

const SCENARIOS: Record<string, Omit<RunOptions, 'cost' | 'workload'> & Partial<Pick<RunOptions, 'workload'>>> = {
  'none: what waits goes at once': { maxBatchSize: 4, wait: none() },
  'full: only full batches, the rest at the end': { maxBatchSize: 3, wait: full() },
  'atleast 2: from two on': { maxBatchSize: 4, wait: atLeast(2) },
  'oldest 50 ms: counted from the oldest request': { maxBatchSize: 4, wait: oldest(50) },
  'window 50 ms: counted from a free engine': { maxBatchSize: 4, wait: window(50) },
  'gap 50 ms: counted from the newest request': { maxBatchSize: 4, wait: gap(50) },
  'gap 50 ms, room for 1: some are turned away': { maxBatchSize: 1, wait: gap(50), maxQueueSize: 1 },
  'cancelled while waiting, while running, and all of a batch': {
    maxBatchSize: 4,
    wait: oldest(50),
    cancellations: [
      { request: 0, at: 30 },
      { request: 2, at: 90 },
      { request: 4, at: 400 },
      { request: 5, at: 410 },
      { request: 7, at: 2055 },
    ],
  },
};

/** Deadlines while waiting, while running, of a whole batch, and at the very end of one. */
SCENARIOS['deadlines: waiting, running, all of a batch, and just in time'] = {
  maxBatchSize: 4,
  wait: oldest(50),
  requestTimeoutMs: (request) => [30, Infinity, 70, Infinity, 150, 120, 80, 110][request]!,
};

const KEYS = ['a', 'b', 'a', undefined, 'b', undefined, 'a', 'b'];
for (const [rule, wait] of Object.entries({ oldest: oldest(50), window: window(50), gap: gap(50) })) {
  SCENARIOS[`keys under ${rule}: an open batch each`] = {
    maxBatchSize: 2,
    wait,
    workload: withTerms(EIGHT, (request) => ({ key: KEYS[request] })),
  };
}

test.each(Object.entries(SCENARIOS))('%s', async (name, options) => {
  const { log } = run({ workload: EIGHT, ...options, cost: COST });
  const text = [`# ${name}`, ...decisions(log), ''].join('\n');
  await expect(text).toMatchFileSnapshot(`./${name.split(':')[0]!.replaceAll(/[^a-z0-9]+/g, '-')}.golden`);
});

test('the study’s cost: twelve at once in threes', async () => {
  const { log } = run({
    maxBatchSize: 3,
    wait: full(),
    cost: mock(),
    workload: listed(Array.from({ length: 12 }, (_, i) => [0, 10 + i])),
  });
  await expect(decisions(log).join('\n') + '\n').toMatchFileSnapshot('./all-at-once.golden');
});
