import fc from 'fast-check';
import { NO_BATCH } from 'lockstep/core';
import { summarize } from 'lockstep/metrics';
import { run, type RunOptions } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { replay, startsOf } from '../support/replay.js';
import { demandingRun, eventfulRun } from '../support/scenarios.js';

function holds(property: (options: RunOptions) => void): void {
  fc.assert(fc.property(fc.oneof(eventfulRun, demandingRun), property), { numRuns: 1000 });
}

test('each request ends exactly once', () => {
  holds((options) => {
    const { log } = run(options);
    expect(log.requestCount).toBe(options.workload.count);
    const seen = new Uint8Array(log.requestCount);
    for (let i = 0; i < log.memberCount; i++) seen[log.members[i]!]!++;
    for (let request = 0; request < log.requestCount; request++) {
      const outcome = log.outcomeOf(request);
      const started = log.requests.batch[request] !== NO_BATCH;
      expect(outcome).not.toBe('pending');
      expect(seen[request]).toBe(started ? 1 : 0);
      if (outcome === 'completed') expect(started).toBe(true);
      if (outcome === 'rejected') expect(started).toBe(false);
      expect(outcome).not.toBe('failed');
    }
  });
});

test('instants stand in their order', () => {
  holds((options) => {
    const { log } = run(options);
    const { arrivedAt, firstTokenAt, finishedAt } = log.requests;
    for (const { startedAt, endedAt, engineFreeAt, members } of log.records()) {
      expect(startedAt).toBeGreaterThanOrEqual(engineFreeAt ?? -Infinity);
      expect(endedAt).toBeGreaterThanOrEqual(startedAt);
      for (const { request, blockedMs, formingMs } of members) {
        expect(startedAt).toBeGreaterThanOrEqual(arrivedAt[request]!);
        expect(blockedMs + formingMs).toBeCloseTo(startedAt - arrivedAt[request]!, 9);
        expect(formingMs).toBeGreaterThanOrEqual(0);
        if (log.outcomeOf(request) !== 'completed') continue;
        expect(firstTokenAt[request]).toBeGreaterThanOrEqual(startedAt);
        expect(finishedAt[request]).toBeGreaterThanOrEqual(firstTokenAt[request]!);
        expect(endedAt).toBeGreaterThanOrEqual(finishedAt[request]!);
      }
    }
  });
});

test('no batch is above its size or of two keys, and of one key requests start first come first served', () => {
  holds((options) => {
    const { log } = run(options);
    const keyOf = (request: number) => log.termsOf(request).key;
    for (const { members } of log.records()) {
      expect(members.length).toBeLessThanOrEqual(options.maxBatchSize);
      expect(new Set(members.map(({ request }) => keyOf(request))).size).toBe(1);
    }
    const started = Array.from(log.members.subarray(0, log.memberCount));
    for (const key of new Set(started.map(keyOf))) {
      const ofKey = started.filter((request) => keyOf(request) === key);
      expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
    }
  });
});

test('no request expires before its deadline, and none is answered after it', () => {
  fc.assert(
    fc.property(demandingRun, (options) => {
      const { log } = run(options);
      const { arrivedAt, finishedAt, batch } = log.requests;
      for (let request = 0; request < log.requestCount; request++) {
        const deadlineAt =
          arrivedAt[request]! + (options.requestTimeoutMs as (request: number) => number)(request);
        const outcome = log.outcomeOf(request);
        if (outcome === 'expired') expect(finishedAt[request]).toBe(deadlineAt);
        if (outcome !== 'completed') continue;
        const answeredAt =
          options.release === 'batch' ? log.batches.endedAt[batch[request]!]! : finishedAt[request]!;
        expect(answeredAt).toBeLessThanOrEqual(deadlineAt);
      }
    }),
    { numRuns: 600 },
  );
});

test('with keys no request starves: once its wait is over, each batch that starts before a request takes an older one', () => {
  fc.assert(
    fc.property(demandingRun, (options) => {
      const { name, waitMs } = options.wait;
      if (name !== 'none' && name !== 'oldest') return;
      const { log } = run(options);
      const batches = [...log.records()];
      for (const { batch, members } of batches) {
        for (const { request, arrivedAt } of members) {
          const due = batches.filter((each) => each.batch < batch && each.startedAt >= arrivedAt + waitMs);
          for (const before of due) expect(before.members[0]!.request).toBeLessThan(request);
        }
      }
    }),
    { numRuns: 600 },
  );
});

test('a rule with a clock never holds anyone beyond it while the engine is free', () => {
  holds((options) => {
    const { name, waitMs } = options.wait;
    if (name !== 'oldest' && name !== 'window' && name !== 'none') return;
    const { log } = run(options);
    for (const { startedAt, members, engineFreeAt } of log.records()) {
      const free = engineFreeAt ?? -Infinity;
      const oldestArrival = log.requests.arrivedAt[members[0]!.request]!;
      const limit =
        name === 'oldest' ? Math.max(free, oldestArrival + waitMs) : Math.max(free, oldestArrival) + waitMs;
      expect(startedAt).toBeLessThanOrEqual(limit);
    }
  });
});

test('a gap batch is held no longer than one gap after the last request taken', () => {
  holds((options) => {
    if (options.wait.name !== 'gap') return;
    const { log } = run({ ...options, cancellations: [], requestTimeoutMs: Infinity });
    for (const { startedAt, members, engineFreeAt } of log.records()) {
      const newest = Math.max(...members.map(({ request }) => log.requests.arrivedAt[request]!));
      expect(startedAt).toBeLessThanOrEqual(
        Math.max(newest, engineFreeAt ?? -Infinity) + options.wait.waitMs,
      );
    }
  });
});

test('the decision log replays to the same log', () => {
  holds((options) => {
    const { log } = run(options);
    const starts = replay(log, options).filter((command) => command.type === 'start');
    expect(starts).toEqual(startsOf(log));
  });
});

test('giving up loses and starves no other request', () => {
  holds((options) => {
    const { log } = run({ ...options, maxQueueSize: Infinity });
    const cancelled = new Set(options.cancellations!.map((cancellation) => cancellation.request));
    for (let request = 0; request < log.requestCount; request++) {
      if (cancelled.has(request) || log.outcomeOf(request) === 'expired') continue;
      expect(log.outcomeOf(request)).toBe('completed');
    }
  });
});

test('queue lengths are the time averages that an observer would count, and agree with Little’s law', () => {
  holds((options) => {
    const { log } = run(options);
    const summary = summarize(log, {
      release: options.release!,
      maxBatchSize: options.maxBatchSize,
      ruleClosesBatches: true,
      capacity: null,
      openLoop: true,
    });
    if (summary.makespanMs === null || summary.makespanMs === 0) return;
    const answered = (request: number) =>
      options.release === 'batch'
        ? log.batches.endedAt[log.requests.batch[request]!]!
        : log.requests.finishedAt[request]!;
    const stays = Array.from({ length: log.requestCount }, (_, request) => ({
      from: log.requests.arrivedAt[request]!,
      to: log.outcomeOf(request) === 'completed' ? answered(request) : log.requests.finishedAt[request]!,
    }));
    const from = stays[0]!.from;
    const observed = averageCount(stays, from, from + summary.makespanMs);
    expect(summary.queueLength.inSystem).toBeCloseTo(observed, 9);
    if (summary.requests.completed === summary.requests.submitted) {
      const { requestsPerSecond } = summary.throughput;
      expect(summary.queueLength.inSystem).toBeCloseTo(
        (requestsPerSecond! * summary.e2eLatencyMs.mean!) / 1000,
        9,
      );
      expect(summary.queueLength.waiting).toBeCloseTo(
        (requestsPerSecond! * summary.queueDelayMs.mean!) / 1000,
        9,
      );
    }
  });
});

/** Walks the clock from event to event and counts who is there. */
function averageCount(stays: readonly { from: number; to: number }[], from: number, to: number): number {
  const instants = [...new Set([from, to, ...stays.flatMap((stay) => [stay.from, stay.to])])]
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  let area = 0;
  for (let i = 1; i < instants.length; i++) {
    const [start, end] = [instants[i - 1]!, instants[i]!];
    area += stays.filter((stay) => stay.from <= start && stay.to >= end).length * (end - start);
  }
  return area / (to - from);
}
