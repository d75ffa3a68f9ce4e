import fc from 'fast-check';
import { DecisionLog } from 'lockstep/core';
import { describe, expect, test } from 'vitest';
import { TimelineRun } from '../../src/timeline/run/timeline-run.js';
import { requestRows } from '../../src/timeline/scale/request-rows.js';
import { slotRows } from '../../src/timeline/scale/slot-rows.js';
import { firstLook } from '../../src/timeline/scale/stretches.js';
import { runOf, SOME_RUNS } from './some-runs.js';

const HEIGHT = 380;
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(Object.entries(SOME_RUNS))('%s', (_, scenario) => {
  const run = runOf(scenario);
  const at = (part: number) => run.originAt + part * run.lengthMs;

  test('every request in the system during a stretch has its row in it', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [from, to] = [at(Math.min(a, b)), at(Math.max(a, b))];
        const { first, end, lane } = requestRows(run, from, to, HEIGHT);
        for (let request = 0; request < run.log.requestCount; request++) {
          const edges = run.edges.of(request);
          if (edges[4]! < from || edges[0]! > to) continue;
          expect(request).toBeGreaterThanOrEqual(first);
          expect(request).toBeLessThan(end + 1e-9);
        }
        expect((end - first) * lane).toBeLessThanOrEqual(HEIGHT + 1e-6);
      }),
    );
  });

  test('groups of rows that are shown take at least a pixel', () => {
    const { lane, groupSize } = requestRows(run, at(0), at(1), 50);
    expect(lane * groupSize).toBeGreaterThanOrEqual(1);
    if (groupSize > 1) expect((lane * groupSize) / 2).toBeLessThan(1);
  });

  test('rows glide: a small step in time is a small step in rows', () => {
    const { arrivedAt } = run.log.requests;
    const steps = 4000;
    let before = requestRows(run, at(0), at(0.2), HEIGHT);
    for (let step = 1; step <= steps * 0.8; step++) {
      const after = requestRows(run, at(step / steps), at(0.2 + step / steps), HEIGHT);
      const inStep = (edge: number) =>
        arrivedAt
          .subarray(0, run.log.requestCount)
          .filter((time) => time > at(edge + (step - 3) / steps) && time <= at(edge + (step + 3) / steps))
          .length;
      expect(after.first).toBeGreaterThanOrEqual(before.first);
      expect(after.end).toBeGreaterThanOrEqual(before.end);
      expect(after.end - before.end).toBeLessThanOrEqual(1 + inStep(0.2));
      before = after;
    }
  });

  test('the batches of a stretch are those that run in it', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [from, to] = [at(Math.min(a, b)), at(Math.max(a, b))];
        const { first, end } = slotRows(run, from, to, { width: 700, height: HEIGHT });
        const { startedAt, endedAt } = run.log.batches;
        for (let batch = 0; batch < run.log.batchCount; batch++) {
          const runs = endedAt[batch]! >= from && startedAt[batch]! <= to;
          if (runs) expect(batch >= first && batch < end).toBe(true);
        }
      }),
    );
  });
});

test('a run without requests has no rows and breaks nothing', () => {
  const run = new TimelineRun({ ...runOf({ requests: 1 }).shown, log: new DecisionLog() });
  expect(run.lengthMs).toBe(1);
  expect(requestRows(run, 0, 1, HEIGHT)).toMatchObject({ first: 0, end: 1 });
  expect(run.slowest.at(0, 0)).toBe(-1);
  expect(slotRows(run, 0, 1, { width: 700, height: HEIGHT })).toMatchObject({ first: 0, end: 0 });
  expect(run.slotTime.until(1)).toEqual({ own: 0, held: 0, busy: 0 });
  expect(firstLook(run)).toEqual({ from: 0, to: 1 });
});
