import fc from 'fast-check';
import { mock } from 'lockstep/cost';
import { ArgumentError, DecisionLog, gap, none } from 'lockstep/core';
import { timelineSpans } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';
import { eventfulRun } from '../support/scenarios.js';

test('splits each request into blocked, forming, own tokens and held', () => {
  // Alone 2 tokens take 20 ms; two rows of at most 4 tokens take 4 · 10 · (1 − 0.1 ln 2) ms.
  const { log } = run({
    maxBatchSize: 2,
    wait: gap(5),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 2],
      [10, 4],
      [12, 2],
    ]),
  });
  const batchMs = 40 * (1 - 0.1 * Math.log(2));
  expect(timelineSpans(log)).toEqual([
    {
      request: 0,
      outcome: 'completed',
      arrivedAt: 0,
      blockedUntil: 0,
      waitedUntil: 5,
      row: { batch: 0, engine: 0, slot: 0, startedAt: 5, finishedAt: 25, batchEndedAt: 25 },
    },
    {
      request: 1,
      outcome: 'completed',
      arrivedAt: 10,
      blockedUntil: 25,
      waitedUntil: 25,
      row: {
        batch: 1,
        engine: 0,
        slot: 0,
        startedAt: 25,
        finishedAt: 25 + batchMs,
        batchEndedAt: 25 + batchMs,
      },
    },
    {
      request: 2,
      outcome: 'completed',
      arrivedAt: 12,
      blockedUntil: 25,
      waitedUntil: 25,
      row: {
        batch: 1,
        engine: 0,
        slot: 1,
        startedAt: 25,
        finishedAt: 25 + batchMs / 2,
        batchEndedAt: 25 + batchMs,
      },
    },
  ]);
});

test('splits the waiting of a request that was cancelled before it started', () => {
  const { log } = run({
    maxBatchSize: 4,
    wait: gap(100),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 2],
      [105, 1],
    ]),
    cancellations: [{ request: 1, at: 150 }],
  });
  expect(timelineSpans(log, { from: 1 })).toEqual([
    { request: 1, outcome: 'cancelled', arrivedAt: 105, blockedUntil: 120, waitedUntil: 150, row: null },
  ]);
});

test('a cancelled row is held from the instant at which it left', () => {
  const { log } = run({
    maxBatchSize: 2,
    wait: none(),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 4],
      [0, 8],
    ]),
    cancellations: [{ request: 0, at: 7 }],
  });
  const row = timelineSpans(log)[0]!.row!;
  expect(row.finishedAt).toBe(7);
  expect(row.batchEndedAt).toBe(80 * (1 - 0.1 * Math.log(2)));
});

test('its parts are those of the decision records', () => {
  fc.assert(
    fc.property(eventfulRun, (options) => {
      const { log } = run(options);
      const spans = timelineSpans(log, { count: log.requestCount });
      expect(spans.map(({ request }) => request)).toEqual(spans.map((_, i) => i));
      for (const { batch, startedAt, endedAt, members } of log.records()) {
        members.forEach(({ request, blockedMs, formingMs }, slot) => {
          const span = spans[request]!;
          expect(span.row).toMatchObject({ batch, slot, startedAt, batchEndedAt: endedAt });
          expect(span.blockedUntil - span.arrivedAt).toBeCloseTo(blockedMs, 9);
          expect(span.waitedUntil - span.blockedUntil).toBeCloseTo(formingMs, 9);
        });
      }
      for (const { arrivedAt, blockedUntil, waitedUntil, row } of spans) {
        expect(blockedUntil).toBeGreaterThanOrEqual(arrivedAt);
        expect(waitedUntil).toBeGreaterThanOrEqual(blockedUntil);
        if (row) expect(row.batchEndedAt).toBeGreaterThanOrEqual(row.finishedAt);
      }
    }),
  );
});

test('a window ends where the log ends', () => {
  const log = new DecisionLog();
  for (let i = 0; i < 5; i++) log.arrive(i, 1, 1);
  expect(timelineSpans(log, { from: 3, count: 10 }).map(({ request }) => request)).toEqual([3, 4]);
  expect(timelineSpans(log, { from: 9 })).toEqual([]);
});

test('refuses an invalid window', () => {
  const log = new DecisionLog();
  expect(() => timelineSpans(log, { from: -1 })).toThrow(
    new ArgumentError('timeline window: expected from to be a whole number ≥ 0, got -1'),
  );
  expect(() => timelineSpans(log, { count: 1.5 })).toThrow(
    new ArgumentError('timeline window: expected count to be a whole number ≥ 0, got 1.5'),
  );
});
