import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brushed, centered, stepped } from '../../src/timeline/control/brushing.js';
import {
  carriedOver,
  firstLook,
  inside,
  panned,
  showing,
  whole,
  zoomed,
} from '../../src/timeline/scale/stretches.js';
import { runOf, SOME_RUNS } from './some-runs.js';

const instant = fc.double({ min: -2000, max: 3000, noNaN: true });

test('a stretch comes to lie inside the run, and keeps its length where it can', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const asked = { from: Math.min(a, b), to: Math.max(a, b) };
      const { from, to } = inside(asked, 1000);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(1000 + 1e-9);
      expect(to).toBeGreaterThan(from);
      const length = asked.to - asked.from;
      if (length > 0.01 && length < 1000) expect(to - from).toBeCloseTo(length, 6);
      if (asked.from >= 0 && asked.to <= 1000 && length > 0.01) expect(from).toBeCloseTo(asked.from, 6);
    }),
  );
});

test('zooming keeps the instant under the pointer', () => {
  const { from, to } = zoomed({ from: 100, to: 300 }, 4, 250);
  expect((250 - from) / (to - from)).toBeCloseTo(0.75);
  expect(to - from).toBeCloseTo(50);
  expect(panned({ from: 100, to: 300 }, 0.5)).toEqual({ from: 200, to: 400 });
});

test('a request out of sight comes into sight by the shortest way, one in sight moves nothing', () => {
  const stretch = { from: 100, to: 200 };
  expect(showing(stretch, 120, 150)).toBe(stretch);
  expect(showing(stretch, 220, 230)).toEqual({ from: 134, to: 234 });
  expect(showing(stretch, 20, 40)).toEqual({ from: 16, to: 116 });
  expect(showing(stretch, 300, 900)).toEqual({ from: 296, to: 396 });
});

test('another batch size goes on showing the same arrivals, a doubled rate the same requests', () => {
  const calm = runOf(SOME_RUNS['a calm run']!);
  const small = runOf({ ...SOME_RUNS['a calm run'], batchSize: 2 });
  const stretch = { from: 10_000, to: 20_000 };
  expect(carriedOver(stretch, calm, small)).toEqual(stretch);
  const faster = runOf({ ...SOME_RUNS['a calm run'], rate: 6 });
  const carried = carriedOver(stretch, calm, faster);
  expect(carried.from).toBeCloseTo(5000);
  expect(carried.to).toBeCloseTo(10_000);
  expect(carriedOver(whole(calm.lengthMs), calm, small)).toEqual(whole(small.lengthMs));
});

test('what is shown first are the first arrivals of a long run, or all of a short one', () => {
  const calm = runOf(SOME_RUNS['a calm run']!);
  expect(firstLook(calm)).toEqual({ from: 0, to: calm.log.requests.arrivedAt[47]! - calm.originAt });
  for (const name of ['all at once', 'one request']) {
    const run = runOf(SOME_RUNS[name]!);
    expect(firstLook(run)).toEqual(whole(run.lengthMs));
  }
});

test('the brush moves, is resized and drawn anew', () => {
  const start = { stretch: { from: 100, to: 200 }, at: 150 };
  expect(brushed('middle', start, 180, 1000)).toEqual({ from: 130, to: 230 });
  expect(brushed('from', start, 120, 1000)).toEqual({ from: 120, to: 200 });
  expect(brushed('to', start, 60, 1000)).toEqual({ from: 60, to: 100 });
  expect(brushed('outside', { ...start, at: 500 }, 400, 1000)).toEqual({ from: 400, to: 500 });
  const all = { stretch: { from: 0, to: 1000 }, at: 300 };
  expect(brushed('middle', all, 500, 1000)).toEqual({ from: 300, to: 500 });
  expect(centered({ from: 100, to: 200 }, 500)).toEqual({ from: 450, to: 550 });
});

test('keys move the brush or one of its edges by a tenth, and never turn it over', () => {
  const stretch = { from: 100, to: 200 };
  expect(stepped('middle', 'ArrowRight', stretch, 1000)).toEqual({ from: 110, to: 210 });
  expect(stepped('from', 'ArrowLeft', stretch, 1000)).toEqual({ from: 90, to: 200 });
  expect(stepped('to', 'PageDown', stretch, 1000)).toEqual({ from: 100, to: 101 });
  expect(stepped('to', 'End', stretch, 1000)).toEqual({ from: 100, to: 1000 });
  expect(stepped('to', 'x', stretch, 1000)).toBeNull();
});
