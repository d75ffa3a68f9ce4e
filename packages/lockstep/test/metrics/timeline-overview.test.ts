import fc from 'fast-check';
import { mock } from 'lockstep/cost';
import { ArgumentError, DecisionLog, none } from 'lockstep/core';
import { timelineOverview, timelineSpans } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';
import { eventfulRun } from '../support/scenarios.js';

test('averages counts over each bucket', () => {
  // Alone 4 tokens take 40 ms: request 0 runs 0–40, request 1 waits 10–40 and runs 40–60.
  const { log } = run({
    maxBatchSize: 1,
    wait: none(),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 4],
      [10, 2],
    ]),
  });
  const overview = timelineOverview(log, { buckets: 3 });
  expect(overview).toMatchObject({ fromAt: 0, toAt: 60, bucketMs: 20 });
  expect(Array.from(overview.waiting)).toEqual([0.5, 1, 0]);
  expect(Array.from(overview.running)).toEqual([1, 1, 1]);
  expect(Array.from(overview.held)).toEqual([0, 0, 0]);
});

const total = (values: Float64Array, bucketMs: number) =>
  values.reduce((sum, value) => sum + value * bucketMs, 0);

test('keeps every area, whatever the number of buckets', () => {
  fc.assert(
    fc.property(eventfulRun, fc.integer({ min: 1, max: 50 }), (options, buckets) => {
      const { log } = run(options);
      const { waiting, running, held, bucketMs } = timelineOverview(log, { buckets });
      let waitedMs = 0;
      let ranMs = 0;
      let heldMs = 0;
      for (const { arrivedAt, waitedUntil, row } of timelineSpans(log, { count: log.requestCount })) {
        waitedMs += waitedUntil - arrivedAt;
        if (!row) continue;
        ranMs += row.batchEndedAt - row.startedAt;
        heldMs += row.batchEndedAt - row.finishedAt;
      }
      expect(waiting).toHaveLength(buckets);
      expect(total(waiting, bucketMs)).toBeCloseTo(waitedMs, 6);
      expect(total(running, bucketMs)).toBeCloseTo(ranMs, 6);
      expect(total(held, bucketMs)).toBeCloseTo(heldMs, 6);
      for (const value of [...waiting, ...running, ...held]) expect(value).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('an empty log is nothing over no time', () => {
  const overview = timelineOverview(new DecisionLog(), { buckets: 2 });
  expect(overview).toMatchObject({ fromAt: 0, toAt: 0, bucketMs: 0 });
  expect(Array.from(overview.waiting)).toEqual([0, 0]);
});

test('refuses an invalid number of buckets', () => {
  expect(() => timelineOverview(new DecisionLog(), { buckets: 0 })).toThrow(
    new ArgumentError('timeline overview: expected a whole number of buckets ≥ 1, got 0'),
  );
});
