import { timelineSpans } from 'lockstep/metrics';
import { DecisionLog, NO_BATCH } from 'lockstep/core';
import { describe, expect, test } from 'vitest';
import { RequestEdges } from '../../src/timeline/run/request-edges.js';
import { runOf, SOME_RUNS } from './some-runs.js';

describe.each(Object.entries(SOME_RUNS))('%s', (_, scenario) => {
  test('bars have the edges of the spans that the report draws', () => {
    const { log, edges } = runOf(scenario);
    for (const span of timelineSpans(log, { count: log.requestCount })) {
      const { arrivedAt, blockedUntil, waitedUntil, row } = span;
      const ends = row === null ? [waitedUntil, waitedUntil] : [row.finishedAt, row.batchEndedAt];
      expect([...edges.of(span.request)]).toEqual([arrivedAt, blockedUntil, waitedUntil, ...ends]);
    }
  });

  test('the edges of a bar ascend', () => {
    const { log, edges } = runOf(scenario);
    for (let request = 0; request < log.requestCount; request++) {
      const bar = [...edges.of(request)];
      expect(bar).toEqual(bar.toSorted((a, b) => a - b));
    }
  });
});

test('what is not known to have ended reaches to the end of the run', () => {
  const log = new DecisionLog();
  log.arrive(0, 1, 5);
  log.arrive(10, 1, 5);
  log.start(20, 'wait', [0], -Infinity);
  const edges = new RequestEdges(log, 100);
  expect([...edges.of(0)]).toEqual([0, 0, 20, 100, 100]);
  expect([...edges.of(1)]).toEqual([10, 100, 100, 100, 100]);
});

test('a log rebuilt from its decision records, as a recorded run is, has the same bars', () => {
  const { log } = runOf(SOME_RUNS['rejections']!);
  const { requests } = log;
  const departures = Array.from({ length: log.requestCount }, (_, request) => ({
    request,
    arrivedAt: requests.arrivedAt[request]!,
    leftAt: requests.finishedAt[request]!,
    outcome: 'rejected' as const,
    promptTokens: requests.promptTokens[request]!,
  })).filter(({ request }) => requests.batch[request] === NO_BATCH);
  expect(departures.length).toBeGreaterThan(0);
  const rebuilt = DecisionLog.fromRecords(log.records(), departures);
  const [simulated, recorded] = [log, rebuilt].map((of) => new RequestEdges(of, 1e9));
  for (let request = 0; request < log.requestCount; request++) {
    expect([...recorded!.of(request)]).toEqual([...simulated!.of(request)]);
  }
});
