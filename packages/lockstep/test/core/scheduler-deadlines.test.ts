import {
  type Fact,
  full,
  gap,
  none,
  oldest,
  ProtocolError,
  Scheduler,
  type SchedulerOptions,
} from 'lockstep/core';
import { expect, test } from 'vitest';
import { short } from '../support/commands.js';

const arrived = (request: number, deadlineAt?: number): Fact => ({
  type: 'arrived',
  request,
  ...(deadlineAt !== undefined && { deadlineAt }),
});
const cancelled = (request: number): Fact => ({ type: 'cancelled', request });
const finished = (batch: number): Fact => ({ type: 'finished', engine: 0, batch });
const woke: Fact = { type: 'woke' };

function scripted(options: SchedulerOptions) {
  const scheduler = new Scheduler(options);
  return (now: number, ...facts: Fact[]) => short(scheduler.step(now, facts));
}

test('one that waits leaves the queue at its deadline, and the batch starts without it', () => {
  const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
  expect(step(0, arrived(0, 30), arrived(1))).toEqual(['wake 30']);
  expect(step(30, woke)).toEqual(['expire 0', 'wake 100']);
  expect(step(100, woke)).toEqual(['start 1 (wait)']);
});

test('expired requests never start, also where their batch closes at that instant', () => {
  const step = scripted({ maxBatchSize: 4, wait: oldest(100) });
  step(0, arrived(0, 100), arrived(1));
  expect(step(100, woke)).toEqual(['expire 0', 'start 1 (wait)']);
});

test('the deadline of a row that runs is asked for with its start', () => {
  const step = scripted({ maxBatchSize: 2, wait: none() });
  expect(step(0, arrived(0, 50), arrived(1, 80))).toEqual(['start 0,1 (full)', 'wake 50']);
  expect(step(50, woke)).toEqual(['expire 0', 'wake 80']);
  expect(step(80, woke)).toEqual(['expire 1', 'abort 0']);
  expect(step(85, finished(0), arrived(2))).toEqual(['start 2 (wait)']);
});

test('a row that ends at its deadline is in time', () => {
  const step = scripted({ maxBatchSize: 1, wait: none() });
  step(0, arrived(0, 50));
  expect(step(50, woke, finished(0))).toEqual([]);
});

test('there is no wake for one that has ended, was cancelled or was rejected', () => {
  const step = scripted({ maxBatchSize: 2, wait: none(), maxQueueSize: 2 });
  expect(step(0, arrived(0, 90), arrived(1, 95))).toEqual(['start 0,1 (full)', 'wake 90']);
  expect(step(1, arrived(2, 60), arrived(3), arrived(4, 40))).toEqual(['reject 4', 'wake 60']);
  expect(step(2, cancelled(2))).toEqual(['wake 90']);
  expect(step(3, finished(0))).toEqual(['start 3 (wait)']);
  expect(step(4, arrived(5, 70))).toEqual(['wake 70']);
});

test('cancelled at its deadline it does not expire as well', () => {
  const step = scripted({ maxBatchSize: 2, wait: oldest(100) });
  step(0, arrived(0, 30));
  expect(step(30, woke, cancelled(0))).toEqual([]);
});

test('one whose deadline is past when it comes expires at once, but takes a place until then', () => {
  const step = scripted({ maxBatchSize: 2, wait: oldest(100), maxQueueSize: 2 });
  expect(step(10, arrived(0, 10), arrived(1, -Infinity), arrived(2))).toEqual([
    'reject 2',
    'expire 1',
    'expire 0',
  ]);
});

test('expiring frees a place, and an emptied batch forgets its clock', () => {
  const step = scripted({ maxBatchSize: 2, wait: gap(100), maxQueueSize: 2 });
  step(0, arrived(0, 20));
  expect(step(20, woke)).toEqual(['expire 0']);
  expect(step(50, arrived(1))).toEqual(['wake 150']);
});

test('of one instant the earliest deadline expires first, of equal ones that of the oldest request', () => {
  const step = scripted({ maxBatchSize: 4, wait: full() });
  expect(step(0, arrived(0, 9), arrived(1, 5), arrived(2, 5))).toEqual(['wake 5']);
  expect(step(9)).toEqual(['expire 1', 'expire 2', 'expire 0']);
});

test('a deadline that is no instant is refused', () => {
  const step = scripted({ maxBatchSize: 4, wait: none() });
  expect(() => step(0, arrived(0, NaN))).toThrow(
    new ProtocolError('request 0: expected an instant as its deadline, got NaN'),
  );
});
