import fc from 'fast-check';
import { none, oldest } from 'lockstep/core';
import { affine, type CostModel } from 'lockstep/cost';
import type { Slo } from 'lockstep/metrics';
import { simulate, type SimulationOptions } from 'lockstep/simulation';
import {
  closedLoop,
  constant,
  fixed,
  generatedWorkload,
  poisson,
  uniform,
  type Workload,
} from 'lockstep/workload';
import { expect, test } from 'vitest';
import { ColumnSource } from '../../src/workload/column-source.js';

const ONE_BY_ONE = { maxBatchSize: 1, wait: none() };

function attained(options: Omit<SimulationOptions, 'slo'>, targets: Omit<Slo, 'attainment'>): number {
  return simulate({ ...options, slo: { ...targets, attainment: 0.99 } }).summary.slo!.attained!;
}

/** Requests of one token at given instants (ms). */
function at(instants: readonly number[]): Workload {
  return {
    count: instants.length,
    kind: 'open',
    drawLengths: (_random, into) => {
      into.promptTokens = 1;
      into.outputTokens = 1;
    },
    open: () =>
      new ColumnSource({
        arrivedAt: Float64Array.from(instants),
        promptTokens: new Int32Array(instants.length).fill(1),
        outputTokens: new Int32Array(instants.length).fill(1),
        // The compiler takes types of the build for others than those of the sources.
      }) as unknown as ReturnType<Workload['open']>,
  };
}

test('a time per output token that is exactly the target meets it, however late in the run', () => {
  const options = {
    maxBatchSize: 8,
    wait: oldest(50),
    cost: affine({ stepMs: 33.3 }),
    release: 'token' as const,
    workload: generatedWorkload({ arrivals: poisson(1), outputTokens: uniform(10, 29), count: 10_000 }),
  };
  expect(attained(options, { tpotMs: 33.3 })).toBe(1);
  expect(attained(options, { tpotMs: 33.299_999 })).toBe(0);
});

test('a latency that is exactly the target meets it: the share that found the engine free', () => {
  const workload = generatedWorkload({ arrivals: poisson(0.5), outputTokens: fixed(1), count: 10_000 });
  const options = { ...ONE_BY_ONE, cost: affine({ stepMs: 100.1 }), workload };
  const free = simulate(options).log;
  const { startedAt, engineFreeAt } = free.batches;
  let found = 0;
  for (let batch = 0; batch < free.batchCount; batch++) if (startedAt[batch]! > engineFreeAt[batch]!) found++;
  // The first request finds an engine that has been free since 0.
  const share = attained(options, { e2eMs: 100.1 });
  expect(Math.abs(share - found / 10_000)).toBeLessThanOrEqual(1 / 10_000);
  expect(share).toBeCloseTo(0.95, 1);
  expect(attained(options, { ttftMs: 100.1 })).toBe(share);
});

test('batches that follow one another without a break add up their rounding, and so does what is allowed for it', () => {
  const workload = generatedWorkload({ arrivals: closedLoop(3), outputTokens: fixed(1), count: 100_000 });
  const options = { ...ONE_BY_ONE, cost: affine({ stepMs: 100.1 }), workload };
  expect(attained(options, { e2eMs: 300.3 })).toBe(1);
  expect(attained(options, { e2eMs: 300.299 })).toBeLessThan(0.001);
});

test('arrivals as fast as the engine: every latency is one execution', () => {
  const workload = generatedWorkload({
    arrivals: constant(1000 / 12.7),
    outputTokens: fixed(1),
    count: 50_000,
  });
  expect(attained({ ...ONE_BY_ONE, cost: affine({ stepMs: 12.7 }), workload }, { e2eMs: 12.7 })).toBe(1);
});

test('a load of exactly 1 is 1, whatever the rounding of the capacity', () => {
  for (const stepMs of [12.8, 40, 0.8, 3.2]) {
    const workload = generatedWorkload({
      arrivals: constant(1000 / stepMs),
      outputTokens: fixed(1),
      count: 100,
    });
    const { offeredLoad, stable } = simulate({ ...ONE_BY_ONE, cost: affine({ stepMs }), workload }).summary;
    expect({ stepMs, offeredLoad, stable }).toEqual({ stepMs, offeredLoad: 1, stable: false });
  }
});

/** Arrivals and targets in whole steps, so that many latencies equal the target. */
const onTheGrid = fc.record({
  gaps: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 200 }),
  stepMs: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  steps: fc.integer({ min: 1, max: 6 }),
});

function gridCase(
  gaps: readonly number[],
  stepMs: number,
  startMs: number,
): { cost: CostModel; workload: Workload } {
  let steps = 0;
  return {
    cost: affine({ stepMs }),
    workload: at(gaps.map((gap) => startMs + (steps += gap) * stepMs)),
  };
}

/** In whole steps there is no rounding. */
function exactly(gaps: readonly number[], steps: number): number {
  return attained({ ...ONE_BY_ONE, ...gridCase(gaps, 1, 0) }, { e2eMs: steps });
}

test('scaling all times changes no attainment', () => {
  fc.assert(
    fc.property(onTheGrid, ({ gaps, stepMs, steps }) => {
      const scaled = attained({ ...ONE_BY_ONE, ...gridCase(gaps, stepMs, 0) }, { e2eMs: steps * stepMs });
      expect(scaled).toBe(exactly(gaps, steps));
    }),
  );
});

test('shifting the start by a large instant changes no attainment', () => {
  fc.assert(
    fc.property(
      onTheGrid,
      fc.double({ min: 0, max: 1e10, noNaN: true }),
      ({ gaps, stepMs, steps }, startMs) => {
        const shifted = attained(
          { ...ONE_BY_ONE, ...gridCase(gaps, stepMs, startMs) },
          { e2eMs: steps * stepMs },
        );
        expect(shifted).toBe(exactly(gaps, steps));
      },
    ),
  );
});
