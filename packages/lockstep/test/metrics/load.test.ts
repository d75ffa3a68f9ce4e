import { none, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { simulate, type SimulationOptions } from 'lockstep/simulation';
import { type Arrivals, constant, fixed, gamma, generatedWorkload, mmpp, poisson } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';

/** One request at a time, 970 ms each. */
const SERIAL: Omit<SimulationOptions, 'workload'> = {
  maxBatchSize: 1,
  wait: none(),
  cost: affine({ stepMs: 970 }),
};

const oneToken = (arrivals: Arrivals, seed: number, count = 500) =>
  generatedWorkload({ arrivals, outputTokens: fixed(1), count, seed });

describe('stability is of the rate that is given', () => {
  test.each([1, 5, 7])(
    'at a load of 0.97 seed %d draws more arrivals than can be served, and is stable',
    (seed) => {
      const { summary, log } = simulate({ ...SERIAL, workload: oneToken(poisson(1), seed) });
      const measured = (499 * 1000) / (log.requests.arrivedAt[499]! - log.requests.arrivedAt[0]!);
      expect(measured).toBeGreaterThan(1000 / 970);
      expect(summary.offeredLoad).toBeCloseTo(0.97, 12);
      expect(summary).toMatchObject({
        stable: true,
        arrivalRate: { requestsPerSecond: 1, measured: false },
      });
    },
  );

  test.each([
    constant(1),
    gamma(1, 3),
    mmpp([1.9, 0.1], [0.01, 0.01]),
    mmpp([3, 0.2], [0.02, 0.01]).withRate(1),
  ])('$name gives its rate', (arrivals) => {
    for (const seed of [1, 2, 3]) {
      const { summary } = simulate({ ...SERIAL, workload: oneToken(arrivals, seed, 100) });
      expect(summary.offeredLoad).toBeCloseTo(0.97, 12);
      expect(summary.stable).toBe(true);
    }
  });

  test('without one it is measured, and says so', () => {
    const { summary } = simulate({ ...SERIAL, workload: listed([[0], [500], [1000]]) });
    expect(summary.arrivalRate).toEqual({ requestsPerSecond: 2, measured: true });
    expect(summary.offeredLoad).toBeCloseTo(1.94, 12);
    expect(summary.stable).toBe(false);
  });
});

describe('load per window', () => {
  /** 200 requests 10 s apart, then 80 in one instant. */
  const burst = listed([
    ...Array.from({ length: 200 }, (_, i) => [i * 10_000] as const),
    ...Array.from({ length: 80 }, () => [2_000_000] as const),
  ]);
  const { summary } = simulate({ ...SERIAL, workload: burst });

  test('shows the burst that the mean hides', () => {
    expect(summary.offeredLoad).toBeCloseTo(((279 / 2000) * 970) / 1000, 12);
    // Windows of 60 s from 0: the 34th, from 1,980 s on, has two of the 200 and the 80.
    expect(summary.loadPerWindow!.windowMs).toBe(60_000);
    expect(summary.loadPerWindow!.peak).toBeCloseTo((82 * 0.97) / 60, 12);
    expect(summary.loadPerWindow!.shareAbove1).toBeCloseTo(1 / 34, 12);
    expect(summary.remarks.map(({ kind }) => kind)).toContain('peaks');
  });

  test('a window has at least 20 mean executions, or the length asked for', () => {
    const slow = simulate({ ...SERIAL, cost: affine({ stepMs: 5_000 }), workload: burst }).summary;
    expect(slow.loadPerWindow!.windowMs).toBe(100_000);
    const asked = simulate({ ...SERIAL, workload: burst, loadWindowMs: 10_000 }).summary;
    expect(asked.loadPerWindow).toMatchObject({ windowMs: 10_000, shareAbove1: 1 / 201 });
  });

  test('traffic without variation has its mean as its peak', () => {
    const { summary } = simulate({ ...SERIAL, workload: oneToken(constant(1), 1, 601) });
    expect(summary.loadPerWindow!.peak).toBeCloseTo(0.97, 12);
    expect(summary.loadPerWindow!.shareAbove1).toBe(0);
    expect(summary.remarks.map(({ kind }) => kind)).toEqual(['no-intervals']);
  });

  test('null where the arrivals span less than one window, and where there is no load', () => {
    expect(simulate({ ...SERIAL, workload: listed([[0], [59_999]]) }).summary.loadPerWindow).toBeNull();
    expect(simulate({ ...SERIAL, workload: listed([[0], [60_000]]) }).summary.loadPerWindow).not.toBeNull();
    const unbounded = { ...SERIAL, maxBatchSize: Infinity, workload: listed([[0], [90_000]]) };
    expect(simulate(unbounded).summary).toMatchObject({ offeredLoad: null, loadPerWindow: null });
  });

  test.each([0, -1, NaN, Infinity])('a window of %d ms is refused', (loadWindowMs) => {
    expect(() => simulate({ ...SERIAL, workload: burst, loadWindowMs })).toThrow(
      `loadWindowMs: expected a finite number of ms > 0, got ${loadWindowMs}`,
    );
  });
});

describe('a bound on the queue gives a steady state', () => {
  const overloaded = (count: number, bound: Partial<SimulationOptions>) =>
    simulate({
      maxBatchSize: 4,
      wait: oldest(50),
      cost: affine({ stepMs: 1000 }),
      workload: generatedWorkload({ arrivals: poisson(6), outputTokens: fixed(1), count }),
      ...bound,
    }).summary;

  test.each([
    ['a limit', { maxQueueSize: 8 }],
    ['a deadline of all', { requestTimeoutMs: 1800 }],
    ['deadlines of each', { requestTimeoutMs: (request: number) => 1500 + (request % 3) * 500 }],
  ])('%s: stable, with intervals, latencies as long in long runs, and the share lost', (_, bound) => {
    const [short, long] = [overloaded(1_000, bound), overloaded(20_000, bound)];
    for (const summary of [short, long]) {
      expect(summary).toMatchObject({ stable: true });
      expect(summary.offeredLoad).toBeCloseTo(1.5, 12);
      const { submitted, rejected, expired } = summary.requests;
      expect(summary.lossShare).toBe((rejected + expired) / submitted);
      expect(summary.lossShare).toBeGreaterThan(0.2);
      expect(summary.remarks[0]!.kind).toBe('lost');
      expect(summary.remarks[0]!.sentence).toContain('latencies do not grow with the length of the run');
    }
    expect(long.e2eLatencyMs.p99! / short.e2eLatencyMs.p99!).toBeCloseTo(1, 1);
    // Rows that expire while they run may leave few to complete: intervals are given from 6,000 on.
    const isEnough = long.requests.completed >= 6000;
    expect(long.e2eLatencyMs.meanCi95 !== null).toBe(isEnough);
    expect(long.throughput.requestsPerSecondCi95 !== null).toBe(isEnough);
  });

  test.each([
    ['no bound', {}],
    [
      'a deadline that one request lacks',
      { requestTimeoutMs: (request: number) => (request === 7 ? Infinity : 3000) },
    ],
    ['a limit that the run is too short to reach', { maxQueueSize: 1_000_000 }],
    ['a deadline that it is too short to reach', { requestTimeoutMs: 3_600_000 }],
  ])('%s: unstable', (_, bound) => {
    const summary = overloaded(1_000, bound);
    expect(summary.stable).toBe(false);
    expect(summary.remarks[0]!.kind).toBe('unstable');
    expect(summary.e2eLatencyMs.meanCi95).toBeNull();
  });

  test('an SLO is judged by what was attained', () => {
    const slo = { e2eMs: 10_000, attainment: 0.5 };
    const { slo: judged } = overloaded(5_000, { maxQueueSize: 8, slo });
    expect(judged!.attained).toBeGreaterThan(0.6);
    expect(judged!.met).toBe(true);
  });
});
