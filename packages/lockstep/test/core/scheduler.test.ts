import {
  atLeast,
  ConfigurationError,
  type Fact,
  full,
  gap,
  none,
  oldest,
  ProtocolError,
  Scheduler,
  type SchedulerOptions,
  window,
} from 'lockstep/core';
import { describe, expect, test } from 'vitest';
import { short } from '../support/commands.js';

const arrived = (request: number): Fact => ({ type: 'arrived', request });
const cancelled = (request: number): Fact => ({ type: 'cancelled', request });
const finished = (batch: number): Fact => ({ type: 'finished', engine: 0, batch });
const woke: Fact = { type: 'woke' };
const ended: Fact = { type: 'ended' };
const drain: Fact = { type: 'drain' };

function scripted(options: SchedulerOptions) {
  const scheduler = new Scheduler(options);
  return (now: number, ...facts: Fact[]) => short(scheduler.step(now, facts));
}

describe('wait rules', () => {
  test('none starts whoever waits as soon as the engine is free', () => {
    const step = scripted({ maxBatchSize: 4, wait: none() });
    expect(step(0, arrived(0))).toEqual(['start 0 (wait)']);
    expect(step(10, arrived(1))).toEqual([]);
    expect(step(20, arrived(2))).toEqual([]);
    expect(step(50, finished(0))).toEqual(['start 1,2 (wait)']);
  });

  test('full starts only full batches, and what is left when the workload ends', () => {
    const step = scripted({ maxBatchSize: 2, wait: full() });
    expect(step(0, arrived(0))).toEqual([]);
    expect(step(10, arrived(1))).toEqual(['start 0,1 (full)']);
    expect(step(20, arrived(2))).toEqual([]);
    expect(step(30, ended)).toEqual([]);
    expect(step(50, finished(0))).toEqual(['start 2 (end)']);
  });

  test('atleast starts from that many on, and takes all who wait', () => {
    const step = scripted({ maxBatchSize: 4, wait: atLeast(2) });
    expect(step(0, arrived(0))).toEqual([]);
    expect(step(1, arrived(1))).toEqual(['start 0,1 (wait)']);
    expect(step(2, arrived(2), arrived(3), arrived(4))).toEqual([]);
    expect(step(9, finished(0))).toEqual(['start 2,3,4 (wait)']);
  });

  test('oldest counts from the arrival of the oldest waiting request, busy engine or not', () => {
    const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
    expect(step(0, arrived(0))).toEqual(['wake 100']);
    expect(step(60, arrived(1))).toEqual([]);
    expect(step(100, woke)).toEqual(['start 0,1 (wait)']);
    expect(step(150, arrived(2))).toEqual([]);
    expect(step(230, finished(0))).toEqual(['wake 250']);
    expect(step(250, woke)).toEqual(['start 2 (wait)']);
  });

  test('window counts from the moment at which the engine is free and someone waits', () => {
    const step = scripted({ maxBatchSize: 4, wait: window(100) });
    expect(step(0, arrived(0))).toEqual(['wake 100']);
    expect(step(100, woke)).toEqual(['start 0 (wait)']);
    expect(step(150, arrived(1))).toEqual([]);
    expect(step(230, finished(0))).toEqual(['wake 330']);
    expect(step(300, arrived(2))).toEqual([]);
    expect(step(330, woke)).toEqual(['start 1,2 (wait)']);
  });

  test('gap starts over with every request taken', () => {
    const step = scripted({ maxBatchSize: 4, wait: gap(100) });
    expect(step(0, arrived(0))).toEqual(['wake 100']);
    expect(step(60, arrived(1))).toEqual(['wake 160']);
    expect(step(160, woke)).toEqual(['start 0,1 (wait)']);
    expect(step(170, arrived(2))).toEqual([]);
    expect(step(300, finished(0))).toEqual(['wake 400']);
  });

  test('gap takes a request that arrives exactly at its end', () => {
    const step = scripted({ maxBatchSize: 4, wait: gap(100) });
    step(0, arrived(0));
    expect(step(100, woke, arrived(1))).toEqual(['wake 200']);
  });
});

describe('one instant', () => {
  test('all facts are taken in before the one decision, in their order whatever order they came in', () => {
    const step = scripted({ maxBatchSize: 8, wait: none() });
    expect(step(5, ...[0, 1, 2, 3, 4, 5, 6, 7].map(arrived))).toEqual(['start 0,1,2,3,4,5,6,7 (full)']);
    expect(step(9, woke, cancelled(8), arrived(8), arrived(9), finished(0))).toEqual(['start 9 (wait)']);
  });

  test('a full batch is closed as full, also when its time has come', () => {
    const step = scripted({ maxBatchSize: 2, wait: oldest(100) });
    step(0, arrived(0));
    expect(step(100, woke, arrived(1))).toEqual(['start 0,1 (full)']);
  });

  test('the engine that becomes free takes along who arrives at that instant', () => {
    const step = scripted({ maxBatchSize: 2, wait: full() });
    step(0, arrived(0), arrived(1));
    step(10, arrived(2));
    expect(step(50, arrived(3), finished(0))).toEqual(['start 2,3 (full)']);
  });
});

describe('waking', () => {
  test('too early changes nothing and is asked for again', () => {
    const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
    step(0, arrived(0));
    expect(step(99, woke)).toEqual(['wake 100']);
    expect(step(100, woke)).toEqual(['start 0 (wait)']);
  });

  test('a start forgets the wish: the same instant is asked for again', () => {
    const step = scripted({ maxBatchSize: 2, wait: oldest(100) });
    expect(step(0, arrived(0))).toEqual(['wake 100']);
    expect(step(0, arrived(1), arrived(2))).toEqual(['start 0,1 (full)']);
    expect(step(30, finished(0))).toEqual(['wake 100']);
  });

  test('too late is harmless', () => {
    const step = scripted({ maxBatchSize: 1, wait: oldest(100) });
    step(0, arrived(0));
    expect(step(100, woke)).toEqual([]);
  });
});

describe('cancelling', () => {
  test('the first of an oldest batch: the clock starts at the new first', () => {
    const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
    step(0, arrived(0));
    step(60, arrived(1));
    expect(step(70, cancelled(0))).toEqual(['wake 160']);
    expect(step(100, woke)).toEqual(['wake 160']);
    expect(step(160, woke)).toEqual(['start 1 (wait)']);
  });

  test('the first of a window batch: likewise', () => {
    const step = scripted({ maxBatchSize: 4, wait: window(100) });
    step(0, arrived(0));
    step(60, arrived(1));
    expect(step(70, cancelled(0))).toEqual(['wake 160']);
  });

  test('the last of a gap batch: the gap still counts from it', () => {
    const step = scripted({ maxBatchSize: 4, wait: gap(100) });
    step(0, arrived(0));
    step(60, arrived(1));
    expect(step(70, cancelled(1))).toEqual([]);
    expect(step(160, woke)).toEqual(['start 0 (wait)']);
  });

  test('all of a batch: it forgets its clock', () => {
    for (const rule of [oldest(100), window(100), gap(100)]) {
      const step = scripted({ maxBatchSize: 4, wait: rule });
      step(0, arrived(0));
      expect(step(50, cancelled(0))).toEqual([]);
      expect(step(80, arrived(1))).toEqual(['wake 180']);
    }
  });

  test('frees a place in the queue', () => {
    const step = scripted({ maxBatchSize: 4, wait: oldest(100), maxQueueSize: 2 });
    expect(step(0, arrived(0), arrived(1), arrived(2))).toEqual(['reject 2', 'wake 100']);
    step(10, cancelled(0));
    expect(step(20, arrived(3))).toEqual([]);
  });

  test('all running rows: the batch is aborted, once', () => {
    const step = scripted({ maxBatchSize: 2, wait: none() });
    step(0, arrived(0), arrived(1));
    expect(step(10, cancelled(0))).toEqual([]);
    expect(step(20, cancelled(1))).toEqual(['abort 0']);
    expect(step(21, cancelled(1))).toEqual([]);
    expect(step(25, finished(0), arrived(2))).toEqual(['start 2 (wait)']);
  });

  test('a request that has already ended is no error', () => {
    const step = scripted({ maxBatchSize: 1, wait: none() });
    step(0, arrived(0));
    expect(step(10, finished(0), cancelled(0))).toEqual([]);
  });
});

describe('the end and drains', () => {
  test('the end does not hurry a rule with a clock', () => {
    const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
    expect(step(0, arrived(0), ended)).toEqual(['wake 100']);
    expect(step(100, woke)).toEqual(['start 0 (wait)']);
  });

  test.each([full(), atLeast(3), oldest(100), window(100), gap(100)])(
    'a drain starts what waits: $name',
    (wait) => {
      const step = scripted({ maxBatchSize: 4, wait });
      step(0, arrived(0));
      expect(step(10, drain)).toEqual(['start 0 (drain)']);
    },
  );

  test('a drain reaches everyone who waited when it was asked for, and nobody else', () => {
    const step = scripted({ maxBatchSize: 2, wait: full() });
    step(0, ...[0, 1, 2, 3, 4].map(arrived));
    step(10, drain);
    expect(step(50, finished(0))).toEqual(['start 2,3 (full)']);
    expect(step(90, finished(1))).toEqual(['start 4 (drain)']);
    expect(step(95, arrived(5))).toEqual([]);
    expect(step(130, finished(2))).toEqual([]);
  });
});

describe('a bounded queue', () => {
  test('counts all who have not started, and rejects with a reason', () => {
    const scheduler = new Scheduler({ maxBatchSize: 2, wait: none(), maxQueueSize: 2 });
    scheduler.step(0, [arrived(0), arrived(1)]);
    expect(scheduler.step(1, [arrived(2), arrived(3), arrived(4)])).toEqual([
      { type: 'reject', request: 4, reason: 'queue-full' },
    ]);
  });

  test('a rejected request does not move the gap', () => {
    const step = scripted({ maxBatchSize: 4, wait: gap(100), maxQueueSize: 1 });
    step(0, arrived(0));
    expect(step(50, arrived(1))).toEqual(['reject 1']);
    expect(step(100, woke)).toEqual(['start 0 (wait)']);
  });
});

test('an unbounded batch takes everyone', () => {
  const step = scripted({ maxBatchSize: Infinity, wait: none() });
  step(0, arrived(0));
  step(1, ...Array.from({ length: 200 }, (_, i) => arrived(i + 1)));
  expect(step(9, finished(0))[0]).toMatch(/^start 1,2,.*,200 \(wait\)$/);
});

describe('refused configurations', () => {
  test.each<[SchedulerOptions, string]>([
    [{ maxBatchSize: 0, wait: none() }, 'maxBatchSize: expected a whole number ≥ 1 or Infinity, got 0'],
    [{ maxBatchSize: 2.5, wait: none() }, 'maxBatchSize: expected a whole number ≥ 1 or Infinity, got 2.5'],
    [
      { maxBatchSize: 2, wait: none(), maxQueueSize: 0 },
      'maxQueueSize: expected a whole number ≥ 1 or Infinity, got 0',
    ],
    [
      { maxBatchSize: 4, wait: full(), maxQueueSize: 3 },
      'wait rule full starts with 4 waiting requests, but the queue holds at most 3: it would wait for ever',
    ],
    [
      { maxBatchSize: Infinity, wait: full() },
      'wait rule full: an unbounded batch is never full, so it would wait for ever',
    ],
    [
      { maxBatchSize: 4, wait: atLeast(5) },
      'wait rule atleast: expected at most the 4 requests of a full batch, got 5',
    ],
  ])('%o', (options, message) => {
    expect(() => new Scheduler(options)).toThrow(new ConfigurationError(message));
  });

  test.each([-1, NaN, Infinity, '50' as never])('a wait of %o ms', (wait) => {
    expect(() => oldest(wait)).toThrow(
      new ConfigurationError(`oldest: expected a finite wait ≥ 0 ms, got ${wait}`),
    );
    expect(() => gap(wait)).toThrow(ConfigurationError);
    expect(() => window(wait)).toThrow(ConfigurationError);
  });

  test.each([0, 1.5, NaN])('atleast %d', (count) => {
    expect(() => atLeast(count)).toThrow(
      new ConfigurationError(`atleast: expected a whole number of requests ≥ 1, got ${count}`),
    );
  });
});

describe('a driver that breaks the contract is told so', () => {
  test.each<[string, (scheduler: Scheduler) => unknown, string]>([
    ['time runs backwards', (s) => s.step(4, []), 'expected an instant at or after 5 ms, got 4'],
    ['no time at all', (s) => s.step(NaN, []), 'expected an instant at or after 5 ms, got NaN'],
    ['an id twice', (s) => s.step(6, [arrived(0)]), 'expected a request id above 0, got 0'],
    ['a batch that never ran', (s) => s.step(6, [finished(3)]), 'batch 3 cannot finish: batch 0 is running'],
    [
      'cancelled before it came',
      (s) => s.step(6, [cancelled(7)]),
      'request 7 was cancelled before it arrived',
    ],
    [
      'an arrival after the end',
      (s) => (s.step(6, [ended]), s.step(7, [arrived(1)])),
      'request 1 arrived after the workload had ended',
    ],
  ])('%s', (_, breakIt, message) => {
    const scheduler = new Scheduler({ maxBatchSize: 1, wait: none() });
    scheduler.step(5, [arrived(0)]);
    expect(() => breakIt(scheduler)).toThrow(new ProtocolError(message));
  });
});
