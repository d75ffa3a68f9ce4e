import { expect, test } from 'vitest';
import { timelineWindow } from '../../src/charts/timeline-window.js';
import { sample } from './samples.js';

test('a short run is shown whole', () => {
  const { run } = sample({ batchSizes: [4], requests: 120 });
  const { spans, isWhole, from } = timelineWindow(run.log);
  expect(spans).toHaveLength(120);
  expect(isWhole).toBe(true);
  expect(from).toBe(0);
});

test('of a long run, whole batches from the middle are shown', () => {
  const { run } = sample({ batchSizes: [16], waits: ['full'], requests: 3000 });
  const { spans, isWhole } = timelineWindow(run.log);
  expect(isWhole).toBe(false);
  expect(spans.length).toBeGreaterThanOrEqual(80);
  expect(spans.length).toBeLessThanOrEqual(200);
  expect(spans[0]!.row!.slot).toBe(0);
  const last = spans.at(-1)!.row!;
  expect(last.slot).toBe(run.log.membersOf(last.batch).length - 1);
  expect(spans[0]!.request).toBeLessThanOrEqual(1500);
  expect(spans.at(-1)!.request).toBeGreaterThanOrEqual(1500);
});

test('a batch larger than any window is cut, not shown whole', () => {
  const { run } = sample({ batchSizes: [500], waits: ['full'], requests: 1000 });
  expect(timelineWindow(run.log).spans).toHaveLength(200);
});

test('a queue that is much longer than its service is cut at the left', () => {
  const { run } = sample({ batchSizes: [1], rates: [20], requests: 2000 });
  const { isCut, from, to, firstStart } = timelineWindow(run.log);
  expect(isCut).toBe(true);
  expect(firstStart - from).toBeCloseTo(to - firstStart, 6);
});
