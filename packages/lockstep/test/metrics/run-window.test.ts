import fc from 'fast-check';
import { DecisionLog, none } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { chromeTrace, RunWindow, summarize, timelineOverview, timelineSpans } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';
import { byLevel } from '../support/policies.js';
import { eventfulRun } from '../support/scenarios.js';

test('batches are measured whose smallest request is past the warm-up, wherever it stands in them', () => {
  fc.assert(
    fc.property(eventfulRun, fc.nat(30), fc.nat(3), (options, warmup, levels) => {
      const workload = withTerms(options.workload, (request) => ({ level: (request * 7) % (levels + 1) }));
      const { log } = run({ ...options, workload, order: byLevel(Infinity) });
      const window = new RunWindow(log, options.release!, warmup);
      for (const { batch, members } of log.records()) {
        const smallest = Math.min(...members.map(({ request }) => request));
        expect(window.holdsBatch(batch)).toBe(smallest >= warmup);
      }
    }),
    { numRuns: 300 },
  );
});

test('a request of the warm-up that is overtaken does not count with the batch that it ends up in', () => {
  const workload = withTerms(listed([[0], [0], [0], [0]]), (request) => ({ level: request === 1 ? 1 : 0 }));
  const { log } = run({
    maxBatchSize: 2,
    wait: none(),
    cost: affine({ stepMs: 10 }),
    workload,
    order: byLevel(Infinity),
  });
  expect(log.membersOf(1)).toEqual(Int32Array.of(3, 1));
  const window = new RunWindow(log, 'batch', 2);
  expect([window.holdsBatch(0), window.holdsBatch(1)]).toEqual([false, false]);
});

describe('a run without batches', () => {
  /** Arrives at 0, 10, 20; blocked until 5, 10 and 30; runs 20, 30 and 40 ms. */
  function alone(): DecisionLog {
    const log = new DecisionLog(1);
    [0, 10, 20].forEach((at, i) => {
      const request = log.arrive(at, 4, 10 * (i + 2));
      const startedAt = [6, 10, 32][i]!;
      log.startAlone(request, startedAt, [5, 10, 30][i]!);
      log.requests.firstTokenAt[request] = startedAt + 1;
      log.requests.finishedAt[request] = startedAt + 20 + 10 * i;
      log.requests.outcome[request] = 1;
    });
    return log;
  }

  test('tells when each request started and until when it was blocked', () => {
    const log = alone();
    expect([0, 1, 2].map((request) => [log.blockedUntil(request), log.waitedUntil(request)])).toEqual([
      [5, 6],
      [10, 10],
      [30, 32],
    ]);
    expect(timelineSpans(log).map(({ blockedUntil, waitedUntil }) => [blockedUntil, waitedUntil])).toEqual([
      [5, 6],
      [10, 10],
      [30, 32],
    ]);
    expect(() => JSON.parse([...chromeTrace(log)].join(''))).not.toThrow();
    expect(timelineOverview(log, { buckets: 1 }).waiting[0]).toBeCloseTo((6 + 0 + 12) / 72);
  });

  test.each(['token', 'request', 'batch'] as const)('has its distributions under release %s', (release) => {
    const summary = summarize(alone(), {
      release,
      maxBatchSize: Infinity,
      ruleClosesBatches: false,
      capacity: null,
      openLoop: false,
      slo: { e2eMs: 45, attainment: 0.5 },
    });
    expect(summary.queueDelayMs).toMatchObject({ count: 3, mean: 6, max: 12 });
    expect(summary.blockedMs).toMatchObject({ count: 3, mean: 5, max: 10 });
    expect(summary.formingMs).toMatchObject({ count: 3, mean: 1, max: 2 });
    expect(summary.e2eLatencyMs).toMatchObject({ count: 3, mean: (26 + 30 + 52) / 3, max: 52 });
    expect(summary.heldMs.count).toBe(0);
    expect(summary.batches.count).toBe(0);
    expect(summary.makespanMs).toBe(72);
    expect(summary.queueLength.waiting).toBeCloseTo(18 / 72);
    expect(summary.slo!.attained).toBeCloseTo(2 / 3);
  });

  test('takes 16 bytes more a request, and one with batches none', () => {
    const bytes = ({ requests }: DecisionLog) =>
      Object.values(requests as unknown as Record<string, Float64Array>).reduce(
        (sum, each) => sum + each.byteLength,
        0,
      );
    const withBatches = new DecisionLog(4);
    const without = new DecisionLog(4);
    const before = bytes(without);
    without.startAlone(without.arrive(0, 1, 1), 0, 0);
    expect(bytes(without) - before).toBe(4 * 16);
    withBatches.start(0, 'full', [withBatches.arrive(0, 1, 1)], -Infinity);
    expect(bytes(withBatches)).toBe(before);
  });

  test('goes to another thread with its columns and its terms', () => {
    const log = alone();
    log.setTerms(1, { tenant: 'one' });
    const copy = DecisionLog.fromColumns(structuredClone(log.columns()));
    expect(copy.blockedUntil(2)).toBe(30);
    expect(copy.termsOf(1)).toEqual({ tenant: 'one' });
    expect(copy.termsOf(0)).toEqual({});
  });
});
