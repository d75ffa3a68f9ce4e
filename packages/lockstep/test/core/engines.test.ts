import fc from 'fast-check';
import { type Fact, NO_TERMS, none, oldest, Scheduler } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { summarize, timelineSpans } from 'lockstep/metrics';
import { run, type RunOptions } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { short } from '../support/commands.js';
import { listed } from '../support/listed-workload.js';
import { demandingRun } from '../support/scenarios.js';

const arrived = (request: number): Fact => ({ type: 'arrived', request });
const finished = (engine: number, batch: number): Fact => ({ type: 'finished', engine, batch });

describe('several engines', () => {
  test('take a batch each, as long as one is free and a batch is due', () => {
    const scheduler = new Scheduler({ maxBatchSize: 2, wait: none(), engines: 2 });
    const commands = scheduler.step(0, [0, 1, 2, 3, 4].map(arrived));
    expect(short(commands)).toEqual(['start 0,1 (full)', 'start 2,3 (full) on 1']);
    expect(scheduler.size).toBe(1);
  });

  test('the one that has been free for the longest time is next, of equal ones the first', () => {
    const scheduler = new Scheduler({ maxBatchSize: 1, wait: none(), engines: 3 });
    scheduler.step(0, [0, 1, 2].map(arrived));
    scheduler.step(10, [finished(2, 2)]);
    scheduler.step(20, [finished(1, 1), finished(0, 0)]);
    expect(short(scheduler.step(30, [3, 4, 5].map(arrived)))).toEqual([
      'start 3 (full) on 2',
      'start 4 (full)',
      'start 5 (full) on 1',
    ]);
  });

  test('a batch is held open while an engine is free, and forming counts from then on', () => {
    const scheduler = new Scheduler({ maxBatchSize: 2, wait: oldest(50), engines: 2 });
    scheduler.step(0, [0, 1, 2, 3].map(arrived));
    scheduler.step(10, [arrived(4)]);
    expect(short(scheduler.step(20, [finished(1, 1)]))).toEqual(['wake 60']);
    scheduler.step(30, [finished(0, 0)]);
    expect(scheduler.step(60, [{ type: 'woke' }])).toMatchObject([
      { type: 'start', engine: 1, members: [4], engineFreeAt: 20 },
    ]);
  });

  test.each([0, 1.5, -1, Infinity, 65_537])('there cannot be %s of them', (engines) => {
    expect(() => new Scheduler({ maxBatchSize: 1, wait: none(), engines })).toThrow(
      `engines: expected a whole number from 1 to 65536, got ${engines}`,
    );
  });

  test('an engine cannot finish the batch of another, nor one that does not exist any', () => {
    const scheduler = new Scheduler({ maxBatchSize: 1, wait: none(), engines: 2 });
    scheduler.step(0, [0, 1].map(arrived));
    expect(() => scheduler.step(1, [finished(1, 0)])).toThrow('batch 0 cannot finish: batch 1 is running');
    expect(() => scheduler.step(1, [finished(2, 0)])).toThrow('batch 0 cannot finish: there is no engine 2');
  });
});

const manyEngines = fc
  .record({ options: demandingRun, engines: fc.integer({ min: 2, max: 5 }) })
  .map(({ options, engines }): RunOptions => ({ ...options, engines }));

describe('in any run of several engines', () => {
  test('no engine runs two batches at once, and the one that was free for the longest time got each', () => {
    fc.assert(
      fc.property(manyEngines, (options) => {
        const { log } = run(options);
        expect(log.engines).toBe(options.engines);
        const freeSince = new Array<number>(options.engines!).fill(-Infinity);
        for (const { engine, startedAt, endedAt } of log.records()) {
          expect(freeSince[engine]).toBeLessThanOrEqual(startedAt);
          const longest = Math.min(...freeSince);
          expect(freeSince[engine]).toBe(longest);
          freeSince[engine] = endedAt;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a batch under rule none starts when its first request comes, or when an engine becomes free', () => {
    fc.assert(
      fc.property(manyEngines, (options) => {
        const { log } = run({ ...options, wait: none() });
        const records = [...log.records()];
        const ends = new Set(records.map(({ endedAt }) => endedAt));
        for (const { startedAt, members } of records) {
          const newest = Math.max(...members.map(({ arrivedAt }) => arrivedAt));
          expect(newest === startedAt || ends.has(startedAt)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a request is blocked exactly while no engine is free, until its batch is held open', () => {
    fc.assert(
      fc.property(manyEngines, (options) => {
        const { log } = run({ ...options, workload: withTerms(options.workload, () => NO_TERMS) });
        const records = [...log.records()];
        for (const { request, arrivedAt, blockedUntil, waitedUntil } of timelineSpans(log, {
          count: log.requestCount,
        })) {
          expect(blockedUntil).toBeGreaterThanOrEqual(arrivedAt);
          expect(blockedUntil).toBeLessThanOrEqual(waitedUntil);
          const busyAt = (at: number) =>
            new Set(
              records.filter((each) => each.startedAt < at && at < each.endedAt).map(({ engine }) => engine),
            );
          const formingAt = (blockedUntil + waitedUntil) / 2;
          const blockedAt = (arrivedAt + blockedUntil) / 2;
          if (waitedUntil > blockedUntil) {
            expect([request, busyAt(formingAt).size < options.engines!]).toEqual([request, true]);
          }
          if (blockedUntil > arrivedAt) {
            // Just before the end of its blocked time all engines were busy.
            const justBefore = blockedUntil - Math.min(1e-6, blockedUntil - blockedAt);
            expect([request, busyAt(justBefore).size]).toEqual([request, options.engines]);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('their times add up to the utilization', () => {
    fc.assert(
      fc.property(manyEngines, (options) => {
        const { log } = run(options);
        const { engines, utilization, makespanMs, batches } = summarize(log, {
          release: options.release!,
          maxBatchSize: options.maxBatchSize,
          ruleClosesBatches: true,
          capacity: null,
          openLoop: true,
        });
        expect(engines).toHaveLength(options.engines!);
        expect(engines.reduce((sum, each) => sum + each.batches, 0)).toBe(batches.count);
        if (makespanMs === null || makespanMs === 0) return;
        const busyMs = engines.reduce((sum, each) => sum + each.busyMs, 0);
        expect(utilization).toBeCloseTo(busyMs / (makespanMs * options.engines!), 9);
        for (const each of engines) expect(each.utilization).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 500 },
    );
  });
});

test('two engines end a burst in half the time of one', () => {
  const burst = listed(Array.from({ length: 40 }, () => [0, 10]));
  const end = (engines: number) => {
    const { log } = run({ maxBatchSize: 4, wait: none(), cost: mock(), workload: burst, engines });
    return Math.max(...log.batches.endedAt.subarray(0, log.batchCount));
  };
  expect(end(2)).toBeCloseTo(end(1) / 2, 9);
});
