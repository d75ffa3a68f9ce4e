import fc from 'fast-check';
import { mock } from 'lockstep/cost';
import { DecisionLog, NO_BATCH, none, oldest } from 'lockstep/core';
import { chromeTrace } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';
import { eventfulRun } from '../support/scenarios.js';

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly id?: number;
  readonly pid?: number;
  readonly tid?: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Record<string, number | string>;
}

function eventsOf(log: DecisionLog): TraceEvent[] {
  const trace = JSON.parse([...chromeTrace(log)].join('')) as { traceEvents: TraceEvent[] };
  return trace.traceEvents;
}

const nanos = (micros: number) => Math.round(micros * 1000);

test('rows stand on their slots in microseconds, waiting and counters beside them', () => {
  const { log } = run({
    maxBatchSize: 2,
    wait: oldest(5),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 2],
      [1, 4],
    ]),
  });
  const batchMs = 40 * (1 - 0.1 * Math.log(2));
  const events = eventsOf(log);
  const find = (ph: string) => events.filter((event) => event.ph === ph);
  expect(find('M').map(({ args }) => args.name)).toEqual(['Lockstep', 'engine', 'slot 0', 'slot 1']);
  const micros = (ms: number) => Math.round(ms * 1e6) / 1000;
  const heldMicros = (nanos(micros(1 + batchMs)) - nanos(micros(1 + batchMs / 2))) / 1000;
  expect(find('X').map(({ name, cat, tid, ts, dur }) => [name, cat, tid, ts, dur])).toEqual([
    ['batch 0', 'batch', 0, 1000, micros(batchMs)],
    ['request 0', 'own tokens', 1, 1000, micros(batchMs / 2)],
    ['held', 'held', 1, micros(1 + batchMs / 2), heldMicros],
    ['request 1', 'own tokens', 2, 1000, micros(batchMs)],
  ]);
  expect(find('b').map(({ name, id, ts, args }) => [name, id, ts, args])).toEqual([
    ['request 0', 0, 0, { blockedMs: 0, formingMs: 1 }],
  ]);
  expect(find('C').map(({ name, ts, args }) => [name, ts, args])).toEqual([
    ['queue length', 0, { waiting: 1 }],
    ['queue length', 1000, { waiting: 0 }],
    ['running rows', 1000, { rows: 2 }],
    ['running rows', 1000 + micros(batchMs), { rows: 0 }],
  ]);
});

test('of any run it is valid: tracks without overlaps, pairs with both ends, counters that add up', () => {
  fc.assert(
    fc.property(eventfulRun, fc.integer({ min: 1, max: 3 }), (options, engines) => {
      const { log } = run({ ...options, engines });
      const events = eventsOf(log);
      expectNoOverlap(events);
      expectPairs(events);
      const rows = events.filter(({ cat }) => cat === 'own tokens');
      expect(rows).toHaveLength(log.memberCount);
      for (const name of ['queue length', 'running rows']) {
        const values = events.filter((event) => event.name === name);
        expect(values.toSorted((a, b) => a.ts - b.ts)).toEqual(values);
        for (const { args } of values) expect(Object.values(args)[0]).toBeGreaterThanOrEqual(0);
        if (values.length > 0) expect(Object.values(values.at(-1)!.args)).toEqual([0]);
      }
      const lost = Array.from({ length: log.requestCount }, (_, request) => log.outcomeOf(request));
      expect(events.filter(({ ph }) => ph === 'i').map(({ cat }) => cat)).toEqual(
        lost.filter((outcome) => outcome !== 'completed'),
      );
    }),
    { numRuns: 300 },
  );
});

function expectNoOverlap(events: readonly TraceEvent[]): void {
  const bars = events.filter(({ ph }) => ph === 'X');
  for (const track of new Set(bars.map(trackOf))) {
    let endedAt = -Infinity;
    for (const { ts, dur } of onTrack(bars, track)) {
      expect(dur).toBeGreaterThanOrEqual(0);
      expect(nanos(ts)).toBeGreaterThanOrEqual(endedAt);
      endedAt = nanos(ts) + nanos(dur);
    }
  }
}

const trackOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;

function onTrack(bars: readonly TraceEvent[], track: string): TraceEvent[] {
  return bars.filter((bar) => trackOf(bar) === track).sort((a, b) => a.ts - b.ts || a.dur - b.dur);
}

function expectPairs(events: readonly TraceEvent[]): void {
  const begun = events.filter(({ ph }) => ph === 'b');
  const ended = new Map(events.filter(({ ph }) => ph === 'e').map((event) => [event.id, event]));
  expect(new Set(begun.map(({ id }) => id)).size).toBe(begun.length);
  expect(ended.size).toBe(begun.length);
  for (const { id, ts } of begun) expect(ended.get(id)!.ts).toBeGreaterThan(ts);
}

test('each engine has a group of tracks, in which its batches and rows stand', () => {
  const { log } = run({
    maxBatchSize: 1,
    wait: none(),
    cost: mock({ tokenMs: 10 }),
    workload: listed([
      [0, 2],
      [0, 4],
      [0, 1],
    ]),
    engines: 2,
  });
  const events = eventsOf(log);
  const groups = events.filter(({ name }) => name === 'process_name');
  expect(groups.map(({ pid, args }) => [pid, args.name])).toEqual([
    [1, 'Lockstep engine 0'],
    [2, 'Lockstep engine 1'],
  ]);
  const batches = events.filter(({ cat }) => cat === 'batch');
  expect(batches.map(({ name, pid }) => [name, pid])).toEqual([
    ['batch 0', 1],
    ['batch 1', 2],
    ['batch 2', 1],
  ]);
  const rows = events.filter(({ cat }) => cat === 'own tokens');
  expect(rows.map(({ name, pid, tid }) => [name, pid, tid])).toEqual([
    ['request 0', 1, 1],
    ['request 1', 2, 1],
    ['request 2', 1, 1],
  ]);
});

test('a run under way is a valid trace of what has ended', () => {
  const log = new DecisionLog();
  log.arrive(0, 1, 1);
  log.arrive(1, 1, 1);
  log.start(2, 'wait', [0], -Infinity);
  expect(log.requests.batch[1]).toBe(NO_BATCH);
  expect(eventsOf(log).filter(({ ph }) => 'Xbei'.includes(ph))).toEqual([]);
});

test('comes in pieces, so that a long run never stands in memory as text', () => {
  const { log } = run({
    maxBatchSize: 4,
    wait: none(),
    cost: mock(),
    workload: listed(Array.from({ length: 2000 }, (_, i) => [i * 100, 5])),
  });
  const pieces = [...chromeTrace(log)];
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
  expect(() => JSON.parse(pieces.join(''))).not.toThrow();
});
