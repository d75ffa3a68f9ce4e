import { none, oldest } from 'lockstep/core';
import { affine, exponential, kernels } from 'lockstep/cost';
import { capacityOf, simulate, type SimulationOptions } from 'lockstep/simulation';
import {
  allAtOnce,
  type Arrivals,
  closedLoop,
  fixed,
  generatedWorkload,
  lognormal,
  poisson,
  uniform,
} from 'lockstep/workload';
import { expect, test } from 'vitest';

type System = Pick<SimulationOptions, 'maxBatchSize' | 'wait' | 'cost'> & {
  outputTokens: ReturnType<typeof fixed>;
};

const one = { maxBatchSize: 1, wait: none(), outputTokens: fixed(1) };
const MM1: System = { ...one, cost: exponential({ meanMs: 1000 }) };
const MD1: System = { ...one, cost: affine({ prefillMs: 1000 }) };
const KERNELS: System = {
  maxBatchSize: 8,
  wait: oldest(50),
  cost: kernels('llama-3-8b@a100'),
  outputTokens: uniform(10, 29),
};
const UNEVEN: System = { ...KERNELS, maxBatchSize: 32, outputTokens: lognormal(200, 1) };

function run(
  { outputTokens, ...system }: System,
  arrivals: Arrivals,
  count: number,
  more: Partial<SimulationOptions> = {},
) {
  const seed = more.seed ?? 1;
  return simulate({
    ...system,
    ...more,
    workload: generatedWorkload({ arrivals, outputTokens, count, seed }),
  }).summary;
}

function atLoad(system: System, load: number): Arrivals {
  const lengths = generatedWorkload({ arrivals: poisson(1), outputTokens: system.outputTokens, count: 1 });
  return poisson(load * capacityOf(system.cost, lengths, system.maxBatchSize)!.requestsPerSecond);
}

test.each([
  ['M/M/1', MM1],
  ['M/D/1', MD1],
  ['kernels', KERNELS],
  ['kernels with uneven lengths', UNEVEN],
])('100,000 requests of %s at loads up to 0.8 are enough', (_, system) => {
  for (const load of [0.1, 0.3, 0.5, 0.6, 0.7, 0.8]) {
    expect(run(system, atLoad(system, load), 10).intervals.requestsNeeded, `load ${load}`).toBeLessThan(
      100_000,
    );
  }
});

test('all runs of a configuration have all intervals, or none has any', () => {
  const needed = run(MM1, poisson(0.7), 10).intervals.requestsNeeded!;
  expect(needed).toBeGreaterThan(6_000);
  for (let seed = 1; seed <= 20; seed++) {
    const enough = run(MM1, poisson(0.7), needed, { seed });
    expect(enough.intervals).toEqual({ given: true, reason: null, requestsNeeded: needed });
    expect(enough.e2eLatencyMs.meanCi95).not.toBeNull();
    expect(enough.e2eLatencyMs.p99Ci95).not.toBeNull();
    expect(enough.throughput.requestsPerSecondCi95).not.toBeNull();
    const short = run(MM1, poisson(0.7), needed - 1, { seed });
    expect(short.intervals).toEqual({ given: false, reason: 'short', requestsNeeded: needed });
    expect([short.e2eLatencyMs.meanCi95, short.e2eLatencyMs.p99Ci95]).toEqual([null, null]);
  }
});

test('what is cut as warm-up does not count', () => {
  const needed = run(MD1, poisson(0.8), 10).intervals.requestsNeeded!;
  expect(run(MD1, poisson(0.8), needed + 99, { warmup: 100 }).intervals.given).toBe(false);
  expect(run(MD1, poisson(0.8), needed + 100, { warmup: 100 }).intervals.given).toBe(true);
});

test('says why there are none, and how many requests it takes', () => {
  const sentence = (summary: ReturnType<typeof run>) =>
    summary.remarks.find(({ kind }) => kind === 'no-intervals')?.sentence;
  const short = run(MD1, poisson(0.9), 5_000);
  expect(short.intervals).toEqual({ given: false, reason: 'short', requestsNeeded: 30_000 });
  expect(sentence(short)).toBe('No 95 % intervals: about 30,000 requests needed for them at this load.');
  const burst = run(MD1, allAtOnce(), 5_000);
  expect(burst.intervals).toEqual({ given: false, reason: 'burst', requestsNeeded: null });
  expect(burst.e2eLatencyMs.meanCi95).toBeNull();
  expect(sentence(burst)).toMatch(/all requests arrive at once/);
  const unbounded = run({ ...MD1, maxBatchSize: Infinity }, poisson(0.5), 5_000);
  expect(unbounded.intervals.reason).toBe('unknown');
  expect(sentence(unbounded)).toMatch(/without an offered load/);
  const unstable = run(MD1, poisson(1.2), 5_000);
  expect(unstable.intervals).toEqual({ given: false, reason: 'unstable', requestsNeeded: null });
  expect(unstable.remarks.map(({ kind }) => kind)).toContain('unstable');
  expect(sentence(unstable)).toBeUndefined();
});

test('a closed loop and an overloaded queue with a bound have a steady state, and intervals', () => {
  expect(run(MM1, closedLoop(8), 4_000).intervals.given).toBe(true);
  const bounded = run(MM1, poisson(1.5), 10_000, { maxQueueSize: 8 });
  expect(bounded.intervals.given).toBe(true);
  expect(bounded.e2eLatencyMs.p99Ci95).not.toBeNull();
});
