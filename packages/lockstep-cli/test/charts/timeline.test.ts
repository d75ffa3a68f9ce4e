import { DecisionLog, type Outcome } from 'lockstep/core';
import { expect, test } from 'vitest';
import { LIGHT } from '../../src/charts/index.js';
import { timeline } from '../../src/charts/timeline.js';
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

test('a queue of two keys, whose batches overlap, is cut to a window as well', () => {
  for (let middle = 0; middle < 8; middle++) {
    const { run } = sample({
      batchSizes: [4],
      requests: 1000 + middle,
      keyOf: (request) => (request % 40 < 2 ? 'rare' : 'common'),
    });
    const { spans } = timelineWindow(run.log);
    expect(spans.length).toBeGreaterThanOrEqual(80);
    expect(spans.length).toBeLessThanOrEqual(200);
  }
});

test('each way to leave without an answer has a mark of its own, in the legend and where it left', () => {
  const member = (request: number, outcome: Outcome) => ({
    request,
    arrivedAt: request,
    promptTokens: 1,
    outputTokens: 1,
    blockedMs: 0,
    formingMs: 10 - request,
    firstTokenAt: null,
    finishedAt: 15 + request,
    outcome,
  });
  const record = {
    batch: 0,
    engine: 0,
    startedAt: 10,
    reason: 'full',
    engineFreeAt: null,
    endedAt: 20,
    longestPrompt: 1,
    longestOutput: 1,
    members: [member(0, 'completed'), member(1, 'failed'), member(2, 'expired')],
    reruns: [],
  } as const;
  const departures = (['rejected', 'cancelled', 'expired'] as const).map((outcome, i) => {
    return { request: 3 + i, arrivedAt: 5, leftAt: 7, outcome, promptTokens: 1 };
  });
  const { run } = sample({ batchSizes: [4], requests: 20 });
  const log = DecisionLog.fromRecords([record], departures);
  const spec = JSON.stringify(timeline.spec({ ...run, log }, { palette: LIGHT, width: 800 }));
  const found = (pattern: RegExp) => [
    ...new Set([...spec.matchAll(pattern)].map(([, ...groups]) => groups.join(' '))),
  ];
  expect(found(/"shape":"([a-z-]+)","label":"(rejected|cancelled|expired|failed)"/g)).toEqual([
    'cross rejected',
    'diamond cancelled',
    'triangle-down expired',
    'square failed',
  ]);
  expect(found(/"time":([\d.]+),"y":[\d.]+,"shape":"([a-z-]+)"/g)).toEqual([
    '16 square',
    '17 triangle-down',
    '7 cross',
    '7 diamond',
    '7 triangle-down',
  ]);
});

test('a batch larger than any window is cut, not shown whole', () => {
  const { run } = sample({ batchSizes: [500], waits: ['full'], requests: 1000 });
  expect(timelineWindow(run.log).spans).toHaveLength(200);
});

test('where most requests are rejected, those that ran have the lanes, and the caption says so', () => {
  const { run } = sample({ batchSizes: [4], rates: [300], requests: 20_000, maxQueueSize: 8 });
  const { spans, hasRunOnly } = timelineWindow(run.log);
  expect(hasRunOnly).toBe(true);
  expect(spans.length).toBeGreaterThanOrEqual(80);
  expect(spans.length).toBeLessThanOrEqual(200);
  expect(spans.every(({ row }) => row !== null)).toBe(true);
  expect(spans.at(-1)!.request).toBeGreaterThanOrEqual(10_000);
  expect(timeline.caption(run)).toContain('Requests that were never run have no lane');
});

test('a few rejected requests keep their lanes', () => {
  const { run } = sample({ batchSizes: [4], rates: [4], requests: 2000, maxQueueSize: 8 });
  const { spans, hasRunOnly } = timelineWindow(run.log);
  expect(hasRunOnly).toBe(false);
  expect(spans.some(({ outcome }) => outcome === 'rejected')).toBe(true);
  expect(timeline.caption(run)).not.toContain('have no lane');
});

test('a queue that is much longer than its service is cut at the left', () => {
  const { run } = sample({ batchSizes: [1], rates: [20], requests: 2000 });
  const { isCut, from, to, firstStart } = timelineWindow(run.log);
  expect(isCut).toBe(true);
  expect(firstStart - from).toBeCloseTo(to - firstStart, 6);
});
