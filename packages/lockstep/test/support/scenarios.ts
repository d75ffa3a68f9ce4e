import fc from 'fast-check';
import { atLeast, full, gap, none, oldest, type WaitRule, window } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import type { RunOptions } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { listed } from './listed-workload.js';

const waitRule = (maxBatchSize: number): fc.Arbitrary<WaitRule> =>
  fc.oneof(
    fc.constant(none()),
    fc.constant(full()),
    fc.integer({ min: 1, max: maxBatchSize }).map(atLeast),
    fc.nat(20).map(oldest),
    fc.nat(20).map(window),
    fc.nat(20).map(gap),
  );

/**
 * Small runs full of ties: whole milliseconds, bounded queues, and requests cancelled while they wait, while
 * they run, and after they have ended.
 */
export const eventfulRun: fc.Arbitrary<RunOptions> = fc.integer({ min: 1, max: 6 }).chain((maxBatchSize) =>
  fc
    .record({
      wait: waitRule(maxBatchSize),
      queueRoom: fc.oneof(fc.nat(10), fc.constant(Infinity)),
      release: fc.constantFrom('token' as const, 'request' as const, 'batch' as const),
      rows: fc.array(
        fc.record({
          gap: fc.nat(8),
          outputTokens: fc.integer({ min: 1, max: 15 }),
          promptTokens: fc.nat(30),
          cancelAfter: fc.option(fc.nat(40), { freq: 3 }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    })
    .map(({ wait, queueRoom, release, rows }): RunOptions => {
      let now = 0;
      const arrivals = rows.map((row) => (now += row.gap));
      return {
        maxBatchSize,
        maxQueueSize: maxBatchSize + queueRoom,
        wait,
        release,
        cost: mock({ tokenMs: 1 }),
        workload: listed(rows.map((row, i) => [arrivals[i]!, row.outputTokens, row.promptTokens])),
        cancellations: rows.flatMap(({ cancelAfter }, request) =>
          cancelAfter === null ? [] : [{ request, at: arrivals[request]! + cancelAfter }],
        ),
      };
    }),
);

/** The same with deadlines, some of them past at once, and with keys. */
export const demandingRun: fc.Arbitrary<RunOptions> = fc
  .record({
    eventful: eventfulRun,
    deadlines: fc.array(fc.oneof(fc.constant(Infinity), fc.nat(60)), { minLength: 1, maxLength: 20 }),
    keys: fc.array(fc.constantFrom(undefined, '', 'a', 'b'), { minLength: 1, maxLength: 20 }),
  })
  .map(({ eventful, deadlines, keys }) => ({
    ...eventful,
    requestTimeoutMs: (request) => deadlines[request % deadlines.length]!,
    workload: withTerms(eventful.workload, (request) => ({ key: keys[request % keys.length] })),
  }));
