import { full, none, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import type { Slo } from 'lockstep/metrics';
import { simulate, type SimulationOptions } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';

/**
 * A batch takes 10 ms a token. Three requests (0, 20, 100 ms; 4, 2, 6 tokens; prompts of 10, 30, 20), two rows:
 * [0, 1] start full at 20 and end at 60; 2 starts at the end of the workload, at 100, and ends at 160.
 */
const WORKED: SimulationOptions = {
  maxBatchSize: 2,
  wait: full(),
  cost: affine({ stepMs: 10 }),
  workload: listed([
    [0, 4, 10],
    [20, 2, 30],
    [100, 6, 20],
  ]),
};

describe('a run that can be worked out by hand', () => {
  const { summary } = simulate(WORKED);

  test('counts', () => {
    expect(summary.requests).toEqual({
      submitted: 3,
      completed: 3,
      rejected: 0,
      cancelled: 0,
      expired: 0,
      failed: 0,
    });
    expect(summary.batches).toEqual({
      count: 2,
      meanSize: 1.5,
      closedBy: { full: 1, wait: 0, end: 1, drain: 0 },
      extrapolated: 0,
    });
  });

  test('rates', () => {
    expect(summary.makespanMs).toBe(160);
    expect(summary.throughput.requestsPerSecond).toBeCloseTo(3 / 0.16, 12);
    expect(summary.throughput.outputTokensPerSecond).toBeCloseTo(12 / 0.16, 12);
    expect(summary.utilization).toBeCloseTo(100 / 160, 12);
    expect(summary.occupancy).toBe(0.75);
    // Arrival rate 2 in 100 ms.
    expect(summary.offeredLoad).toBeCloseTo(20 / summary.capacity!.requestsPerSecond, 12);
  });

  test('waste', () => {
    expect(summary.paddingWaste).toBeCloseTo(1 - 60 / (2 * 30 + 20), 12);
    expect(summary.decodeWaste).toBeCloseTo(1 - 12 / (2 * 4 + 6), 12);
  });

  test('times', () => {
    expect(summary.queueDelayMs).toMatchObject({ count: 3, mean: 20 / 3, p50: 0, max: 20 });
    expect(summary.blockedMs).toMatchObject({ mean: 0 });
    expect(summary.formingMs).toMatchObject({ mean: 20 / 3 });
    expect(summary.executionMs).toMatchObject({ count: 2, mean: 50, max: 60 });
    expect(summary.heldMs).toMatchObject({ mean: 20 / 3, max: 20 });
    expect(summary.e2eLatencyMs).toMatchObject({ mean: (60 + 40 + 60) / 3, p50: 60, max: 60 });
    expect(summary.ttftMs).toEqual(summary.e2eLatencyMs);
    expect(summary.tpotMs).toMatchObject({ mean: 10 });
    expect(summary.slowdown).toMatchObject({ count: 3, mean: (60 / 40 + 40 / 20 + 60 / 60) / 3 });
    expect(summary.queueLength.waiting).toBeCloseTo(20 / 160, 12);
    expect(summary.queueLength.inSystem).toBeCloseTo(160 / 160, 12);
  });

  test('intervals of a run this short would mean nothing', () => {
    expect(summary.e2eLatencyMs.meanCi95).toBeNull();
    expect(summary.throughput.requestsPerSecondCi95).toBeNull();
  });
});

test('released early, an answer leaves at its own end and its slot stays held', () => {
  const { summary } = simulate({ ...WORKED, release: 'request' });
  expect(summary.e2eLatencyMs.mean).toBeCloseTo((60 + 20 + 60) / 3, 12);
  expect(summary.heldMs.mean).toBeCloseTo(20 / 3, 12);
  expect(summary.ttftMs).toEqual(summary.e2eLatencyMs);
});

test('released token by token, the first token counts', () => {
  const { summary } = simulate({ ...WORKED, release: 'token' });
  expect(summary.ttftMs.mean).toBeCloseTo((30 + 10 + 10) / 3, 12);
  expect(summary.e2eLatencyMs.mean).toBeCloseTo((60 + 20 + 60) / 3, 12);
});

test('warm-up leaves the distributions, and rates count from the first request measured', () => {
  const { summary } = simulate({ ...WORKED, warmup: 1 });
  expect(summary.requests.submitted).toBe(3);
  expect(summary.e2eLatencyMs.count).toBe(2);
  // From the arrival at 20 ms. The first batch holds a request of the warm-up, so only the second one counts.
  expect(summary.makespanMs).toBe(140);
  expect(summary.throughput.requestsPerSecond).toBeCloseTo(2 / 0.14, 12);
  expect(summary.batches.count).toBe(1);
  expect(summary.utilization).toBeCloseTo(100 / 140, 12);
  expect(summary.queueLength.inSystem).toBeCloseTo((40 + 40 + 60) / 140, 12);
});

test.each([
  [{ e2eMs: NaN, attainment: 0.9 }, 'slo: expected e2eMs as a finite number ≥ 0, got NaN'],
  [{ e2eMs: '1s' as never, attainment: 0.9 }, 'slo: expected e2eMs as a finite number ≥ 0, got 1s'],
  [{ e2eMs: 100 } as Slo, 'slo: expected attainment as a number > 0 and ≤ 1, got undefined'],
])('targets such as %o are refused', (slo, message) => {
  expect(() => simulate({ ...WORKED, slo })).toThrow(message);
});

test.each([-1, 3, 1.5, NaN])('a warm-up of %d of 3 requests is refused', (warmup) => {
  expect(() => simulate({ ...WORKED, warmup })).toThrow(
    `warmup: expected a whole number of requests below the 3 of the workload, got ${warmup}`,
  );
});

describe('SLO', () => {
  const judge = (slo: Slo, options: Partial<SimulationOptions> = {}) =>
    simulate({ ...WORKED, ...options, slo }).summary.slo;

  test('counts those who met every target, among all who were submitted', () => {
    const slo = judge({ e2eMs: 50, attainment: 0.3 });
    expect(slo).toMatchObject({ attained: 1 / 3, met: true });
    expect(slo!.goodput).toBeCloseTo(1 / 0.16, 12);
    expect(judge({ e2eMs: 60, attainment: 1 })).toMatchObject({ attained: 1, met: true });
    expect(judge({ e2eMs: 60, ttftMs: 59, attainment: 0.9 })).toMatchObject({ attained: 1 / 3, met: false });
  });

  test('a rejected request met nothing', () => {
    const slo = judge(
      { e2eMs: 1000, attainment: 0.5 },
      { wait: none(), maxBatchSize: 1, maxQueueSize: 1, workload: listed([[0], [0], [0], [0]]) },
    );
    expect(slo).toMatchObject({ attained: 0.25, met: false });
  });
});

describe('stability', () => {
  const every = (gapMs: number) => listed(Array.from({ length: 200 }, (_, i) => [i * gapMs, 10]));
  const options = { maxBatchSize: 2, wait: oldest(50), cost: affine({ stepMs: 10 }) };

  test('at or above the capacity a run is unstable and has no intervals', () => {
    // Two rows every 100 ms: a capacity of 20/s.
    const { summary } = simulate({ ...options, workload: every(50) });
    expect(summary.capacity).toEqual({ requestsPerSecond: 20, outputTokensPerSecond: 200, executionCv: 0 });
    expect(summary).toMatchObject({ offeredLoad: 1, stable: false });
    expect(simulate({ ...options, workload: every(49) }).summary.stable).toBe(false);
    expect(simulate({ ...options, workload: every(51) }).summary.stable).toBe(true);
  });

  test('an unstable run meets no SLO, whatever its requests attained', () => {
    const slo = { e2eMs: 1e9, attainment: 0.99 };
    const judged = (gapMs: number) => simulate({ ...options, slo, workload: every(gapMs) }).summary.slo;
    expect(judged(49)).toMatchObject({ attained: 1, met: false });
    expect(judged(51)).toMatchObject({ attained: 1, met: true });
  });

  test('an unbounded batch has no capacity, so no load and no verdict', () => {
    const { summary } = simulate({ ...options, maxBatchSize: Infinity, wait: none(), workload: every(50) });
    expect(summary).toMatchObject({ capacity: null, offeredLoad: null, stable: null, occupancy: null });
  });

  test('without full batches the wait rule is the limit: a larger batch changes nothing', () => {
    const small = simulate({ ...options, maxBatchSize: 4, workload: every(200) });
    const large = simulate({ ...options, maxBatchSize: 64, workload: every(200) });
    expect(small.summary.limitedByWaitRule).toBe(true);
    expect([...large.log.records()]).toEqual([...small.log.records()]);
  });

  test('rule full is never the limit, not even where the workload ends before a batch is full', () => {
    for (const maxBatchSize of [4, 256]) {
      const { summary } = simulate({ ...options, maxBatchSize, wait: full(), workload: every(200) });
      expect(summary.limitedByWaitRule).toBe(false);
    }
  });
});

test('a cost of nothing is legal', () => {
  const { summary } = simulate({ ...WORKED, wait: none(), cost: affine({}) });
  expect(summary).toMatchObject({ makespanMs: 100, utilization: 0, capacity: null, decodeWaste: 0 });
  expect(summary.slowdown.count).toBe(0);
  expect(summary.slowdown.mean).toBeNull();
});

describe('limitations', () => {
  test('say what batching costs, in words with figures', () => {
    const { limitations } = simulate(WORKED).summary;
    expect(limitations.headOfLineBlocking.sentence).toBe(
      'On average a request waits 0 ms behind batches that are running (0 % of its latency); the shortest quarter ' +
        'of requests takes 2 times as long as alone, the longest quarter 1 times.',
    );
    expect(limitations.batchFormationDelay.sentence).toBe(
      'On average a request waits 6.67 ms for others to join while the engine is free; the wait rule closed 0 % of the ' +
        'batches before they were full.',
    );
    expect(limitations.wastedSlots.sentence).toBe(
      '14 % of all decode slots go to rows that have already finished: a finished row holds its slot for 6.67 ms ' +
        'on average, and 25 % of all prompt positions are padding.',
    );
    expect(limitations.fixedBatchSize).toBeNull();
    expect(limitations.noPrioritization.sentence).toBe(
      'First come, first served treats all alike: the smallest tenth of requests is slowed 2 times, the largest 1 times.',
    );
  });

  test('slowdown by size puts each request into its tenth', () => {
    // Alone 10, 20 … 100 ms; all at once in one batch of 100 ms.
    const { limitations } = simulate({
      ...WORKED,
      maxBatchSize: 10,
      workload: listed(Array.from({ length: 10 }, (_, i) => [0, i + 1])),
    }).summary;
    const expected = Array.from({ length: 10 }, (_, i) => 100 / (10 * (i + 1)));
    limitations.noPrioritization.slowdownByDecile.forEach((slowdown, i) => {
      expect(slowdown).toBeCloseTo(expected[i]!, 12);
    });
  });
});

describe('cancelled requests', () => {
  const options = { maxBatchSize: 2, wait: none(), cost: affine({ stepMs: 10 }) };

  test('that run are decode waste for as long as their batch runs', () => {
    const workload = listed([
      [0, 4],
      [0, 9],
    ]);
    const cancellations = [{ request: 1, at: 15 }];
    const { summary } = simulate({ ...options, workload, cancellations });
    expect(summary.decodeWaste).toBe(0.5);
  });

  test('that never started wait in the queue until the last answer has left', () => {
    const workload = listed([
      [0, 1],
      [0, 1],
      [5, 1],
    ]);
    const cancellations = [{ request: 2, at: 100 }];
    const { summary } = simulate({ ...options, wait: oldest(1000), workload, cancellations });
    expect(summary).toMatchObject({ makespanMs: 10, queueLength: { waiting: 0.5, inSystem: 2.5 } });
  });

  test('that run do not count as work after the last answer has left', () => {
    const workload = listed([
      [0, 1],
      [100, 9],
    ]);
    const cancellations = [{ request: 1, at: 150 }];
    const { summary } = simulate({ ...options, workload, cancellations });
    expect(summary).toMatchObject({ makespanMs: 10, utilization: 1 });
  });
});

test('requests of one size are all in the first tenth, and in either quarter', () => {
  const workload = listed([0, 1, 2, 3].map((at) => [at, 5]));
  const { limitations, slowdown } = simulate({
    maxBatchSize: 4,
    wait: none(),
    cost: affine({ stepMs: 10 }),
    workload,
  }).summary;
  const { shortestQuarterSlowdown, longestQuarterSlowdown } = limitations.headOfLineBlocking;
  expect([shortestQuarterSlowdown, longestQuarterSlowdown]).toEqual([slowdown.mean, slowdown.mean]);
  const [first, ...others] = limitations.noPrioritization.slowdownByDecile;
  expect(first).toBe(slowdown.mean);
  expect(others.every((one) => one === null)).toBe(true);
});
