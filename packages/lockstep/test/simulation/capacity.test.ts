import { none } from 'lockstep/core';
import { affine, exponential, type BatchShape, type CostModel, mock } from 'lockstep/cost';
import { capacityOf, simulate } from 'lockstep/simulation';
import {
  fixed,
  generatedWorkload,
  type LengthDistribution,
  lognormal,
  poisson,
  uniform,
} from 'lockstep/workload';
import { expect, test } from 'vitest';

function workloadOf(promptTokens: LengthDistribution, outputTokens: LengthDistribution) {
  return generatedWorkload({ arrivals: poisson(1), promptTokens, outputTokens, count: 10 });
}

/** A cost model that keeps the shapes it was asked about. */
function recording(): { cost: CostModel; shapes: BatchShape[] } {
  const shapes: BatchShape[] = [];
  const model = affine({ stepMs: 10 });
  const time = (shape: BatchShape) => (shapes.push({ ...shape }), model.time(shape));
  return { cost: { name: 'recording', time }, shapes };
}

test('of fixed lengths is batch size / execution, exactly', () => {
  const { cost, shapes } = recording();
  const capacity = capacityOf(cost, workloadOf(fixed(7), fixed(20)), 4);
  expect(capacity).toEqual({ requestsPerSecond: 20, outputTokensPerSecond: 400, executionCv: 0 });
  expect(shapes).toHaveLength(10_000);
  expect(shapes.at(-1)).toEqual({
    size: 4,
    longestPrompt: 7,
    longestOutput: 20,
    promptTokens: 28,
    squaredPromptTokens: 4 * 49,
  });
});

test('of batches of 2 with 1 to 3 tokens: the longest of two has mean 22/9', () => {
  const { cost, shapes } = recording();
  const capacity = capacityOf(cost, workloadOf(uniform(1, 3), uniform(1, 3)), 2)!;
  expect(capacity.requestsPerSecond / (2 / (0.01 * (22 / 9)))).toBeCloseTo(1, 2);
  expect(capacity.outputTokensPerSecond / capacity.requestsPerSecond).toBeCloseTo(2, 1);
  const mean = (of: (shape: BatchShape) => number) =>
    shapes.reduce((sum, shape) => sum + of(shape), 0) / shapes.length;
  expect(mean((shape) => shape.longestPrompt)).toBeCloseTo(22 / 9, 1);
  expect(mean((shape) => shape.promptTokens)).toBeCloseTo(4, 1);
  expect(mean((shape) => shape.squaredPromptTokens)).toBeCloseTo(28 / 3, 0);
});

test('says how much the execution of a full batch varies, by its samples where the cost model draws times', () => {
  // The longest of two of 1, 2, 3 is 1, 2 or 3 with probability 1/9, 3/9 and 5/9: mean 22/9, variance 58/9 − (22/9)².
  const ofTwo = capacityOf(affine({ stepMs: 10 }), workloadOf(fixed(1), uniform(1, 3)), 2)!;
  expect(ofTwo.executionCv).toBeCloseTo(Math.sqrt(58 / 9 - (22 / 9) ** 2) / (22 / 9), 2);
  const ofOne = capacityOf(exponential({ meanMs: 10 }), workloadOf(fixed(1), fixed(1)), 1)!;
  expect(ofOne.executionCv).toBeCloseTo(1, 1);
  expect(ofOne.requestsPerSecond).toBeCloseTo(100);
});

test('is of the configuration, not of the seed of a run', () => {
  const at = (seed: number) =>
    simulate({
      maxBatchSize: 8,
      wait: none(),
      cost: affine({ stepMs: 10 }),
      workload: generatedWorkload({ arrivals: poisson(1), outputTokens: uniform(1, 9), count: 100, seed }),
      seed,
    }).summary.capacity;
  expect(at(1)).toEqual(at(2));
});

test('is null for unbounded batches and for batches that take no time', () => {
  const workload = workloadOf(fixed(1), fixed(1));
  expect(capacityOf(affine({ stepMs: 1 }), workload, Infinity)).toBeNull();
  expect(capacityOf(affine({}), workload, 4)).toBeNull();
});

test('does not depend on the batches that happened', () => {
  const at = (rate: number) => {
    const workload = generatedWorkload({ arrivals: poisson(rate), outputTokens: uniform(1, 9), count: 100 });
    return simulate({ maxBatchSize: 8, wait: none(), cost: affine({ stepMs: 10 }), workload }).summary
      .capacity;
  };
  expect(at(0.1)).toEqual(at(100));
});

test('batches of up to ten million rows have a capacity: rows by the time that a batch takes', () => {
  const workload = workloadOf(fixed(1), fixed(20));
  for (const size of [1, 8, 200_000, 10_000_000]) {
    expect(capacityOf(affine({ stepMs: 50 }), workload, size)?.requestsPerSecond).toBeCloseTo(size);
  }
});

test('beyond them a batch is as good as unbounded, and has none', () => {
  const workload = workloadOf(fixed(1), fixed(20));
  for (const size of [10_000_001, 1e9, Infinity]) {
    expect(capacityOf(affine({ stepMs: 50 }), workload, size)).toBeNull();
  }
});

test('sizes may be asked for in any order: each is told as if it were the only one', () => {
  const workload = () => workloadOf(lognormal(500, 1), lognormal(200, 1));
  const asked = [8, 128, 1, 20_000, 64, 8];
  const shared = workload();
  expect(asked.map((size) => capacityOf(mock(), shared, size))).toEqual(
    asked.map((size) => capacityOf(mock(), workload(), size)),
  );
});
