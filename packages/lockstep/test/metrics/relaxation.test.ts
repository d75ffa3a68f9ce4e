import { expect, test } from 'vitest';
import { NO_BOUND } from '../../src/metrics/queue-bound.js';
import { type RelaxationInputs, relaxationOf } from '../../src/metrics/relaxation.js';

const capacity = (executionCv: number) => ({ requestsPerSecond: 1, outputTokensPerSecond: 1, executionCv });

const MM1: RelaxationInputs = {
  offeredLoad: 0.8,
  capacity: capacity(1),
  dispersion: 1,
  maxBatchSize: 1,
  bound: NO_BOUND,
  users: undefined,
};

test('of M/M/1 is half the relaxation time 4/(1 − ρ)² of its heavy traffic, of M/D/1 a quarter', () => {
  expect(relaxationOf(MM1)).toBeCloseTo(2 / 0.04, 9);
  expect(relaxationOf({ ...MM1, capacity: capacity(0) })).toBeCloseTo(1 / 0.04, 9);
  expect(relaxationOf({ ...MM1, offeredLoad: 0.9 })).toBeCloseTo(2 / 0.01, 9);
});

test('grows with what arrivals and batches vary', () => {
  expect(relaxationOf({ ...MM1, dispersion: 9 })).toBeCloseTo(10 / 0.04, 9);
  expect(relaxationOf({ ...MM1, maxBatchSize: 8, capacity: capacity(0.5) })).toBeCloseTo(3 / 0.04, 9);
});

test('is at least half a batch, whose requests hang together', () => {
  expect(relaxationOf({ ...MM1, offeredLoad: 0.1, maxBatchSize: 64, capacity: capacity(0) })).toBe(32);
  expect(relaxationOf({ ...MM1, dispersion: 0, capacity: capacity(0) })).toBe(0.5);
});

test('is finite at and above a load of 1 where the queue is bounded, and no longer than without a bound', () => {
  const bounded = { ...MM1, bound: { ...NO_BOUND, maxQueueSize: 99 } };
  // A walk between two walls 100 apart with variance 2 a step.
  expect(relaxationOf({ ...bounded, offeredLoad: 1 })).toBeCloseTo(100 ** 2 / (2 * Math.PI ** 2), 9);
  expect(relaxationOf({ ...bounded, offeredLoad: 1.5 })).toBeLessThan(8.1);
  expect(relaxationOf(bounded)!).toBeLessThan(50);
  const deadline = { ...MM1, offeredLoad: 1, bound: { ...NO_BOUND, longestTimeoutMs: 99_000 } };
  expect(relaxationOf(deadline)).toBeCloseTo(relaxationOf({ ...bounded, offeredLoad: 1 })!, 9);
});

test('of a closed loop is one request of every user', () => {
  expect(relaxationOf({ ...MM1, offeredLoad: null, dispersion: null, users: 32 })).toBe(32);
});

test('is not told without an offered load or without knowing the arrivals', () => {
  expect(relaxationOf({ ...MM1, offeredLoad: null })).toBeNull();
  expect(relaxationOf({ ...MM1, capacity: null })).toBeNull();
  expect(relaxationOf({ ...MM1, dispersion: null })).toBeNull();
});
