import { createBatcher } from 'lockstep/batcher';
import { type DecisionRecord, none, oldest } from 'lockstep/core';
import { afterEach, expect, test, vi } from 'vitest';
import { Turn } from '../../src/batcher/turn.js';

afterEach(() => vi.restoreAllMocks());

const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));
const tick = async () => {
  for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => process.nextTick(resolve));
};

/** Stops the clock of turns; the result moves it. */
function clock(): (now: number) => void {
  let at = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => at);
  return (now) => (at = now);
}

test('a turn that is opened briefly ends before the event loop comes round', async () => {
  const setTime = clock();
  const ended: number[] = [];
  const turn = new Turn((now, facts) => ended.push(now, facts.length));
  setTime(1);
  expect(turn.openBriefly()).toBe(1);
  turn.tell({ type: 'drain' });
  setTime(1.5);
  await tick();
  expect(ended).toEqual([1, 1]);
  await immediate();
  expect(ended).toEqual([1, 1]);
});

test('all facts of one instant are of one turn, however briefly it was opened', async () => {
  const setTime = clock();
  const ended: number[] = [];
  const turn = new Turn((now, facts) => ended.push(now, facts.length));
  setTime(1);
  turn.openBriefly();
  turn.tell({ type: 'drain' });
  await tick();
  turn.tell({ type: 'drain' });
  expect(ended).toEqual([]);
  await immediate();
  expect(ended).toEqual([1, 2]);
});

test('a turn that is open already ends as it would have', async () => {
  const setTime = clock();
  const ended: number[] = [];
  const turn = new Turn((now) => ended.push(now));
  turn.open();
  setTime(1);
  expect(turn.openBriefly()).toBe(0);
  setTime(2);
  await tick();
  expect(ended).toEqual([]);
  await immediate();
  expect(ended).toEqual([0]);
});

test('brief turns let the event loop come round after a millisecond', async () => {
  const setTime = clock();
  const ended: number[] = [];
  const turn = new Turn((now) => ended.push(now));
  for (const now of [10, 10.5, 11]) {
    setTime(now);
    turn.openBriefly();
    setTime(now + 0.1);
    await tick();
  }
  expect(ended).toEqual([10, 10.5]);
  await immediate();
  expect(ended).toEqual([10, 10.5, 11]);
  setTime(12);
  turn.openBriefly();
  setTime(12.1);
  await tick();
  expect(ended).toEqual([10, 10.5, 11, 12]);
});

test('a full batch starts in the turn of the event loop in which the last one ended, and never twice at one instant', async () => {
  // A clock that goes on with every look, so that a busy machine cannot end the round of a millisecond.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.001));
  const batcher = createBatcher({
    run: async (items: readonly number[]) => items,
    maxBatchSize: 2,
    wait: none(),
  });
  const records: DecisionRecord[] = [];
  batcher.on('batch', (record) => records.push(record));
  const rounds: number[] = [];
  let round = 0;
  const answered = Array.from({ length: 9 }, (_, i) => batcher.submit(i).then(() => rounds.push(round)));
  await immediate();
  round = 1;
  await Promise.all(answered);
  expect(records.map(({ members }) => members.map(({ request }) => request))).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [8],
  ]);
  expect(records.map(({ reason }) => reason)).toEqual(['full', 'full', 'full', 'full', 'wait']);
  expect(rounds.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  const starts = records.map(({ startedAt }) => startedAt);
  expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
});

test('batches without end that take no time let timers and the rest of the process live', async () => {
  const batcher = createBatcher({
    run: async (items: readonly number[]) => items,
    maxBatchSize: 2,
    wait: oldest(5),
  });
  let stopped = false;
  const client = async () => {
    while (!stopped) await batcher.submit(1);
  };
  const clients = Array.from({ length: 8 }, client);
  await new Promise((resolve) => setTimeout(resolve, 5));
  stopped = true;
  await Promise.all(clients);
  expect(batcher.stats().completed).toBeGreaterThan(8);
});
