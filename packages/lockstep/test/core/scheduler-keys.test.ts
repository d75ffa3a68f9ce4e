import {
  atLeast,
  type Fact,
  full,
  gap,
  none,
  oldest,
  type OpenBatch,
  Scheduler,
  type SchedulerOptions,
  type WaitRule,
  window,
} from 'lockstep/core';
import { describe, expect, test } from 'vitest';
import { short } from '../support/commands.js';

const arrived = (request: number, key?: string): Fact => ({
  type: 'arrived',
  request,
  ...(key !== undefined && { key }),
});
const finished = (batch: number): Fact => ({ type: 'finished', engine: 0, batch });
const woke: Fact = { type: 'woke' };

function scripted(options: SchedulerOptions) {
  const scheduler = new Scheduler(options);
  return (now: number, ...facts: Fact[]) => short(scheduler.step(now, facts));
}

test('only equal keys share a batch; those without one share theirs', () => {
  const step = scripted({ maxBatchSize: 4, wait: none() });
  expect(step(0, arrived(0, 'a'), arrived(1), arrived(2, 'a'), arrived(3, ''), arrived(4))).toEqual([
    'start 0,2 (wait)',
  ]);
  expect(step(10, finished(0))).toEqual(['start 1,4 (wait)']);
  expect(step(20, finished(1))).toEqual(['start 3 (wait)']);
});

test('one of another key neither closes an open batch nor starts its gap over', () => {
  const step = scripted({ maxBatchSize: 2, wait: gap(100) });
  expect(step(0, arrived(0, 'a'))).toEqual(['wake 100']);
  expect(step(60, arrived(1, 'b'))).toEqual([]);
  expect(step(100, woke)).toEqual(['start 0 (wait)']);
  expect(step(130, finished(0))).toEqual(['wake 160']);
  expect(step(160, woke)).toEqual(['start 1 (wait)']);
});

test('a full batch of a later key starts while an earlier one is held open', () => {
  const step = scripted({ maxBatchSize: 2, wait: oldest(100) });
  step(0, arrived(0, 'a'));
  expect(step(10, arrived(1, 'b'), arrived(2, 'b'))).toEqual(['start 1,2 (full)']);
  expect(step(20, finished(0))).toEqual(['wake 100']);
});

test('of several that are due, the one with the oldest request starts', () => {
  const step = scripted({ maxBatchSize: 2, wait: oldest(5) });
  step(0, arrived(0, 'x'), arrived(1, 'x'));
  step(1, arrived(2, 'b'));
  step(2, arrived(3, 'a'), arrived(4, 'a'));
  expect(step(20, finished(0))).toEqual(['start 2 (wait)']);
  expect(step(30, finished(1))).toEqual(['start 3,4 (full)']);
});

test('the queue limit counts all keys together', () => {
  const step = scripted({ maxBatchSize: 2, wait: oldest(50), maxQueueSize: 2 });
  expect(step(0, arrived(0, 'a'), arrived(1, 'b'), arrived(2, 'c'))).toEqual(['reject 2', 'wake 50']);
});

test('under a rule that counts, a rare key waits for the end or a drain', () => {
  for (const [last, reason] of [
    [{ type: 'ended' }, 'end'],
    [{ type: 'drain' }, 'drain'],
  ] as const) {
    const step = scripted({ maxBatchSize: 4, wait: atLeast(2) });
    expect(step(0, arrived(0, 'rare'), arrived(1), arrived(2))).toEqual(['start 1,2 (wait)']);
    expect(step(10, finished(0))).toEqual([]);
    expect(step(20, last)).toEqual([`start 0 (${reason})`]);
  }
});

test('who did not fit into a batch begins the next one behind it', () => {
  const step = scripted({ maxBatchSize: 2, wait: window(50) });
  expect(step(0, arrived(0, 'a'), arrived(1, 'a'), arrived(2, 'a'))).toEqual(['start 0,1 (full)']);
  expect(step(30, finished(0))).toEqual(['wake 80']);
});

describe('no key starves', () => {
  /** A key whose batches are always full, as fast as the engine runs them, and one rare request. */
  function batchesBeforeTheRareOne(wait: WaitRule, maxQueueSize: number): number {
    const scheduler = new Scheduler({ maxBatchSize: 2, wait, maxQueueSize });
    const busy = (request: number): Fact[] => [arrived(request, 'busy'), arrived(request + 1, 'busy')];
    scheduler.step(0, [...busy(0), ...busy(2)]);
    scheduler.step(1, [arrived(4, 'rare')]);
    for (let batch = 0; batch < 100; batch++) {
      const commands = scheduler.step(10 * (batch + 1), [
        { type: 'finished', engine: 0, batch },
        ...busy(5 + 2 * batch),
      ]);
      const start = commands.find((command) => command.type === 'start')!;
      if (start.members.includes(4)) return start.batch;
    }
    return Infinity;
  }

  test.each<[WaitRule, number]>([
    [none(), 2],
    [oldest(35), 4],
    [window(35), 5],
    [gap(35), 5],
  ])('%j', (wait, batch) => {
    expect(batchesBeforeTheRareOne(wait, Infinity)).toBe(batch);
  });

  test('not under a rule that counts: only a drain brings it out', () => {
    expect(batchesBeforeTheRareOne(full(), Infinity)).toBe(Infinity);
  });
});

describe('20,000 keys with a waiting request each', () => {
  /** How often a rule is asked while all of them are run, one batch for each. */
  function questions(keys: number, rule: WaitRule): number {
    let asked = 0;
    const wait = { ...rule, closesAt: (open: OpenBatch) => (asked++, rule.closesAt(open)) };
    const scheduler = new Scheduler({ maxBatchSize: 2, wait });
    const starts: number[] = [];
    let commands = scheduler.step(
      0,
      Array.from({ length: keys }, (_, request) => arrived(request, `key ${request}`)),
    );
    for (let now = 100; starts.length < keys; now++) {
      const start = commands.find((command) => command.type === 'start');
      if (start !== undefined) starts.push(start.members[0]!);
      commands = scheduler.step(now, start === undefined ? [woke] : [finished(start.batch)]);
    }
    expect(starts).toEqual(Array.from({ length: keys }, (_, request) => request));
    expect(scheduler.size).toBe(0);
    return asked;
  }

  test.each<WaitRule>([none(), oldest(50), window(50), gap(50)])(
    'are asked about once each, and start in the order in which they came: %j',
    (rule) => {
      expect(questions(20_000, rule)).toBeLessThanOrEqual(20_001);
    },
  );
});

test('a rule that gives no instant is refused by name', () => {
  const scheduler = new Scheduler({ maxBatchSize: 2, wait: { ...none(), closesAt: () => NaN } });
  expect(() => scheduler.step(0, [arrived(0)])).toThrow(
    'wait rule none: expected the instant at which the batch closes (ms) from closesAt, got NaN',
  );
});
