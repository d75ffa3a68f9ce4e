import { full, none, oldest, type SchedulerOptions } from 'lockstep/core';
import { affine, type CostModel, exponential, mock } from 'lockstep/cost';
import { capacityOf, simulate } from 'lockstep/simulation';
import {
  fixed,
  generatedWorkload,
  lognormal,
  poisson,
  uniform,
  type Workload,
  withTerms,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { byLevel, fifo, inOrder, leastServed, mostAlike, withinTokens } from '../support/policies.js';

const workloadOf = (promptTokens = uniform(1, 100), outputTokens = uniform(10, 29)): Workload =>
  generatedWorkload({ arrivals: poisson(1), promptTokens, outputTokens, count: 1000 });

/** How far a mean over so many batches may be off: three standard errors of both. */
const tolerance = (cv: number, maxBatchSize: number) => {
  const batches = Math.max(100, Math.min(10_000, Math.floor(100_000 / maxBatchSize)));
  return 3 * cv * Math.sqrt(2 / batches) + 0.002;
};

function expectAgreement(cost: CostModel, workload: Workload, options: Omit<SchedulerOptions, 'wait'>): void {
  const { maxBatchSize, engines = 1 } = options;
  const formula = capacityOf(cost, workload, maxBatchSize, { engines })!;
  const measured = capacityOf(cost, workload, maxBatchSize, options)!;
  const allowed = tolerance(formula.executionCv, maxBatchSize);
  expect(Math.abs(measured.requestsPerSecond / formula.requestsPerSecond - 1)).toBeLessThan(allowed);
  expect(Math.abs(measured.outputTokensPerSecond / formula.outputTokensPerSecond - 1)).toBeLessThan(
    2 * allowed,
  );
  expect(Math.abs(measured.executionCv - formula.executionCv)).toBeLessThan(0.1 * formula.executionCv + 0.01);
}

describe('first come, first served and in order, saturation measures what the formula says', () => {
  test.each([1, 2, 8, 64])('with batches of %s', (maxBatchSize) => {
    expectAgreement(mock(), workloadOf(), { maxBatchSize, order: fifo() });
    expectAgreement(affine({ prefillMs: 5, stepMs: 10 }), workloadOf(), { maxBatchSize, fill: inOrder() });
  });

  test.each([2, 5])('with %s engines, which sustain as many times as much', (engines) => {
    expectAgreement(mock(), workloadOf(), { maxBatchSize: 8, engines, order: fifo() });
    const one = capacityOf(mock(), workloadOf(), 8)!;
    const many = capacityOf(mock(), workloadOf(), 8, { engines })!;
    expect(many.requestsPerSecond).toBeCloseTo(engines * one.requestsPerSecond, 9);
  });

  test('with lengths that vary much, and with a cost model that draws times', () => {
    expectAgreement(mock(), workloadOf(lognormal(500, 1), lognormal(200, 1)), {
      maxBatchSize: 8,
      order: fifo(),
    });
    expectAgreement(exponential({ meanMs: 10 }), workloadOf(), { maxBatchSize: 1, order: fifo() });
  });

  test('exactly so where all requests are alike', () => {
    const alike = workloadOf(fixed(7), fixed(20));
    const cost = affine({ stepMs: 10 });
    const measured = capacityOf(cost, alike, 4, { order: fifo() })!;
    expect(measured.requestsPerSecond).toBeCloseTo(20, 9);
    expect(measured.outputTokensPerSecond).toBeCloseTo(400, 9);
    expect(measured.executionCv).toBe(0);
  });
});

const LEVELS = withTerms(workloadOf(), (request) => ({ level: request % 3 }));

test('levels change who is next, not what the engine sustains', () => {
  for (const headStartMs of [0, 1000, Infinity]) {
    const { requestsPerSecond, executionCv } = capacityOf(mock(), LEVELS, 8, {
      order: byLevel(headStartMs),
    })!;
    const formula = capacityOf(mock(), workloadOf(), 8)!;
    expect(Math.abs(requestsPerSecond / formula.requestsPerSecond - 1)).toBeLessThan(
      tolerance(executionCv, 8),
    );
  }
});

test('an order whose ranks change can be saturated too', () => {
  const tenants = withTerms(workloadOf(), (request) => ({ tenant: `tenant ${request % 5 === 0}` }));
  const formula = capacityOf(mock(), workloadOf(), 4)!;
  const measured = capacityOf(mock(), tenants, 4, { order: leastServed() })!;
  expect(Math.abs(measured.requestsPerSecond / formula.requestsPerSecond - 1)).toBeLessThan(
    tolerance(formula.executionCv, 4),
  );
});

test('a fill that puts like lengths together sustains more, a token limit less', () => {
  const workload = workloadOf(uniform(1, 500));
  const byLongestPrompt: CostModel = {
    name: 'longest prompt',
    time: ({ longestPrompt }) => ({ durationMs: longestPrompt, tokenMs: () => longestPrompt }),
  };
  const plain = capacityOf(byLongestPrompt, workload, 8)!.requestsPerSecond;
  const alike = capacityOf(byLongestPrompt, workload, 8, { fill: mostAlike(64) })!.requestsPerSecond;
  expect(alike).toBeGreaterThan(1.3 * plain);
  const stepsAlone = affine({ stepMs: 10 });
  const unlimited = capacityOf(stepsAlone, workload, 8)!.requestsPerSecond;
  const limited = capacityOf(stepsAlone, workload, 8, { fill: withinTokens(1000) })!.requestsPerSecond;
  expect(limited).toBeLessThan(0.8 * unlimited);
});

test('with keys, batches of a rare key are not full: the measured capacity is below that of full batches', () => {
  const keyed = withTerms(workloadOf(), (request) => ({ key: request % 40 === 0 ? 'rare' : 'common' }));
  const cost = affine({ stepMs: 10 });
  const plain = capacityOf(cost, workloadOf(), 8)!.requestsPerSecond;
  const measured = capacityOf(cost, keyed, 8, { wait: none() })!.requestsPerSecond;
  expect(measured).toBeLessThan(0.99 * plain);
  expect(measured).toBeGreaterThan(0.5 * plain);
  // Under `full` every batch is full, whatever its key.
  const underFull = capacityOf(cost, keyed, 8, { wait: full() })!;
  expect(Math.abs(underFull.requestsPerSecond / plain - 1)).toBeLessThan(tolerance(underFull.executionCv, 8));
});

test('under a rule that counts, as many wait as it takes for a key to have enough', () => {
  const keyed = withTerms(workloadOf(), (request) => ({ key: `key ${request % 100}` }));
  const { requestsPerSecond } = capacityOf(affine({ stepMs: 10 }), keyed, 8, { wait: full() })!;
  expect(requestsPerSecond).toBeGreaterThan(0);
});

test('is the same at every call, and does not depend on the arrivals', () => {
  const options = { order: byLevel(50), wait: oldest(50), fill: withinTokens(300) };
  const first = capacityOf(mock(), LEVELS, 8, options);
  expect(capacityOf(mock(), LEVELS, 8, options)).toEqual(first);
  const { summary } = simulate({ ...options, maxBatchSize: 8, cost: mock(), workload: LEVELS });
  expect(summary.capacity).toEqual(first);
});

test('is null for batches that take no time, and for unbounded ones', () => {
  expect(capacityOf(affine({}), LEVELS, 4, { order: fifo() })).toBeNull();
  expect(capacityOf(mock(), LEVELS, Infinity, { order: fifo() })).toBeNull();
});
