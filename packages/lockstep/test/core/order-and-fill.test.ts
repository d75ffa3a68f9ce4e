import fc from 'fast-check';
import { byRank, type Fact, type Fill, full, none, oldest, Scheduler } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { run, type RunOptions } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { short } from '../support/commands.js';
import { decisions } from '../support/decisions.js';
import { listed } from '../support/listed-workload.js';
import { byLevel, fifo, inOrder, leastServed, mostAlike, withinTokens } from '../support/policies.js';
import { demandingRun, eventfulRun } from '../support/scenarios.js';

const anyRun = fc
  .record({ options: fc.oneof(eventfulRun, demandingRun), engines: fc.integer({ min: 1, max: 3 }) })
  .map(({ options, engines }): RunOptions => ({ ...options, engines }));

describe('first come, first served and in order, by their definitions, decide what a scheduler without them does', () => {
  test.each([
    ['order', { order: fifo() }],
    ['fill', { fill: inOrder() }],
    ['order and fill', { order: fifo(), fill: inOrder() }],
    ['order by an equal rank', { order: byRank('equal', () => 0) }],
    ['level without a head start', { order: byLevel(0) }],
  ])('%s', (_, policy) => {
    fc.assert(
      fc.property(anyRun, (options) => {
        const { log } = run({ ...options, ...policy });
        const plain = run(options).log;
        expect(decisions(log)).toEqual(decisions(plain));
        expect([...log.records()]).toEqual([...plain.records()]);
      }),
      { numRuns: 500 },
    );
  });
});

const levels = fc.array(fc.nat(3), { minLength: 1, maxLength: 12 });

test('an order by level: each batch takes the first of those that wait, and none is overtaken beyond its head start', () => {
  fc.assert(
    fc.property(eventfulRun, levels, fc.constantFrom(0, 5, 20, Infinity), (options, given, headStartMs) => {
      const levelOf = (request: number) => given[request % given.length]!;
      const workload = withTerms(options.workload, (request) => ({ level: levelOf(request) }));
      const { log } = run({ ...options, workload, order: byLevel(headStartMs) });
      const { arrivedAt } = log.requests;
      const rank = (request: number) =>
        headStartMs === Infinity ? levelOf(request) : arrivedAt[request]! + levelOf(request) * headStartMs;
      const isBefore = (a: number, b: number) => rank(a) < rank(b) || (rank(a) === rank(b) && a < b);
      for (const { batch, startedAt, members } of log.records()) {
        const started = members.map(({ request }) => request);
        for (let request = 0; request < log.requestCount; request++) {
          const waits =
            arrivedAt[request]! <= startedAt &&
            (log.waitedUntil(request) > startedAt || log.requests.batch[request]! > batch);
          if (!waits) continue;
          for (const member of started) expect(isBefore(member, request)).toBe(true);
        }
        expect(started).toEqual(started.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)));
      }
    }),
    { numRuns: 500 },
  );
});

test('of the keys whose batches are due, that with the first in order is next', () => {
  const scheduler = new Scheduler({ maxBatchSize: 2, wait: none(), order: byLevel(Infinity) });
  const arrived = (request: number, key: string, level: number): Fact => ({
    type: 'arrived',
    request,
    key,
    level,
  });
  scheduler.step(0, [arrived(0, 'a', 2)]);
  scheduler.step(1, [arrived(1, 'a', 2), arrived(2, 'b', 1), arrived(3, 'c', 0), arrived(4, 'c', 3)]);
  const order: string[] = [];
  for (let batch = 0; scheduler.size > 0; batch++) {
    order.push(...short(scheduler.step(10 + batch, [{ type: 'finished', engine: 0, batch }])));
  }
  expect(order).toEqual(['start 3,4 (full)', 'start 2 (wait)', 'start 1 (wait)']);
});

test('a wait rule looks at the oldest request, whatever the order', () => {
  const scheduler = new Scheduler({ maxBatchSize: 8, wait: oldest(50), order: byLevel(Infinity) });
  scheduler.step(0, [{ type: 'arrived', request: 0, level: 3 }]);
  scheduler.step(40, [{ type: 'arrived', request: 1, level: 0 }]);
  expect(short(scheduler.step(50, [{ type: 'woke' }]))).toEqual(['start 1,0 (wait)']);
});

test('a fill within a token limit: no batch is above it but for one request alone, and the first in order always goes', () => {
  fc.assert(
    fc.property(anyRun, fc.integer({ min: 1, max: 80 }), (options, limit) => {
      const { log } = run({ ...options, fill: withinTokens(limit) });
      const plain = run(options).log;
      expect(log.requestCount).toBe(plain.requestCount);
      for (const { members, longestPrompt } of log.records()) {
        expect(members.length === 1 || members.length * longestPrompt <= limit).toBe(true);
        const key = log.termsOf(members[0]!.request).key;
        expect(members.map(({ request }) => log.termsOf(request).key)).toEqual(members.map(() => key));
      }
      for (let request = 0; request < log.requestCount; request++) {
        expect(log.outcomeOf(request)).not.toBe('pending');
      }
    }),
    { numRuns: 500 },
  );
});

test('a fill that is not in order loses and repeats none', () => {
  fc.assert(
    fc.property(anyRun, levels, fc.integer({ min: 1, max: 12 }), (options, given, window) => {
      const keyed = withTerms(options.workload, (request) => ({ level: given[request % given.length]! }));
      const { log } = run({ ...options, workload: keyed, fill: mostAlike(window), order: byLevel(7) });
      const seen = new Set<number>();
      for (const { members } of log.records()) {
        expect(members.length).toBeLessThanOrEqual(options.maxBatchSize);
        for (const { request } of members) {
          expect(seen.has(request)).toBe(false);
          seen.add(request);
        }
      }
      for (let request = 0; request < log.requestCount; request++) {
        expect(log.outcomeOf(request)).not.toBe('pending');
      }
    }),
    { numRuns: 500 },
  );
});

test('ranks may change as others are taken: tenants take turns, also across keys', () => {
  const burst = listed(Array.from({ length: 12 }, () => [0]));
  const tenantOf = (request: number) => (request < 9 ? 'many' : 'few');
  const workload = withTerms(burst, (request) => ({ tenant: tenantOf(request), key: `key ${request % 2}` }));
  const options = { maxBatchSize: 1, wait: none(), cost: affine({ stepMs: 10 }), workload };
  const { log } = run({ ...options, order: leastServed() });
  const turns = Array.from(log.members.subarray(0, 6), tenantOf);
  expect(turns).toEqual(['many', 'few', 'many', 'few', 'many', 'few']);
});

describe('what an order or a fill does wrong is told by its name', () => {
  const arrive = (options: { fill?: Fill; rank?: number }) => {
    const order = options.rank === undefined ? null : byRank('mine', () => options.rank!);
    const scheduler = new Scheduler({ maxBatchSize: 2, wait: full(), order, fill: options.fill ?? null });
    return scheduler.step(
      0,
      [0, 1].map((request) => ({ type: 'arrived', request })),
    );
  };
  const choosing = (choose: Fill['choose']): Fill => ({ name: 'mine', window: () => 4, choose });

  test.each<[string, Fill['choose']]>([
    ['the first stays', (candidates) => candidates.slice(1)],
    ['one twice', ([first]) => [first!, first!]],
    ['none', () => []],
    ['one of its own', ([first]) => [first!, { ...first! }]],
  ])('%s', (_, choose) => {
    expect(() => arrive({ fill: choosing(choose) })).toThrow(
      'fill mine: expected at most 2 of its candidates, each once and the first among them, got requests',
    );
  });

  test('a window that is no number of requests', () => {
    const fill = { ...inOrder(), name: 'mine', window: () => 0 };
    expect(() => arrive({ fill })).toThrow(
      'fill mine: expected a whole number ≥ 1 or Infinity as its window, got 0',
    );
  });

  test('a rank that is no number', () => {
    expect(() => arrive({ rank: NaN })).toThrow('order mine: expected a number as the rank, got NaN');
  });
});
