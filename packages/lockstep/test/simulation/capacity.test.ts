import { none } from 'lockstep/core';
import { affine, type BatchShape, type CostModel, mock } from 'lockstep/cost';
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
  const capacity = capacityOf(cost, workloadOf(fixed(7), fixed(20)), 4, 1);
  expect(capacity).toEqual({ requestsPerSecond: 20, outputTokensPerSecond: 400 });
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
  const capacity = capacityOf(cost, workloadOf(uniform(1, 3), uniform(1, 3)), 2, 1)!;
  expect(capacity.requestsPerSecond / (2 / (0.01 * (22 / 9)))).toBeCloseTo(1, 2);
  expect(capacity.outputTokensPerSecond / capacity.requestsPerSecond).toBeCloseTo(2, 1);
  const mean = (of: (shape: BatchShape) => number) =>
    shapes.reduce((sum, shape) => sum + of(shape), 0) / shapes.length;
  expect(mean((shape) => shape.longestPrompt)).toBeCloseTo(22 / 9, 1);
  expect(mean((shape) => shape.promptTokens)).toBeCloseTo(4, 1);
  expect(mean((shape) => shape.squaredPromptTokens)).toBeCloseTo(28 / 3, 0);
});

test('is null for unbounded batches and for batches that take no time', () => {
  const workload = workloadOf(fixed(1), fixed(1));
  expect(capacityOf(affine({ stepMs: 1 }), workload, Infinity, 1)).toBeNull();
  expect(capacityOf(affine({}), workload, 4, 1)).toBeNull();
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
    expect(capacityOf(affine({ stepMs: 50 }), workload, size, 1)?.requestsPerSecond).toBeCloseTo(size);
  }
});

test('beyond them a batch is as good as unbounded, and has none', () => {
  const workload = workloadOf(fixed(1), fixed(20));
  for (const size of [10_000_001, 1e9, Infinity]) {
    expect(capacityOf(affine({ stepMs: 50 }), workload, size, 1)).toBeNull();
  }
});

test('sizes may be asked for in any order: each is told as if it were the only one', () => {
  const workload = () => workloadOf(lognormal(500, 1), lognormal(200, 1));
  const asked = [8, 128, 1, 20_000, 64, 8];
  const shared = workload();
  expect(asked.map((size) => capacityOf(mock(), shared, size, 1))).toEqual(
    asked.map((size) => capacityOf(mock(), workload(), size, 1)),
  );
  expect(capacityOf(mock(), shared, 8, 2)).toEqual(capacityOf(mock(), workload(), 8, 2));
});
