import { DecisionLog, gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson, uniform } from 'lockstep/workload';
import { expect, test } from 'vitest';

test('a log that has gone to another thread tells the same records', () => {
  const { log } = simulate({
    maxBatchSize: 8,
    wait: gap(100),
    cost: mock(),
    maxQueueSize: 10,
    workload: generatedWorkload({
      arrivals: poisson(5),
      promptTokens: fixed(3),
      outputTokens: uniform(10, 29),
      count: 500,
      seed: 7,
    }),
  });
  const arrived = DecisionLog.fromColumns(structuredClone(log.columns()));
  expect(arrived.requestCount).toBe(500);
  expect([...arrived.records()]).toEqual([...log.records()]);
  expect(Array.from({ length: 500 }, (_, request) => arrived.outcomeOf(request))).toEqual(
    Array.from({ length: 500 }, (_, request) => log.outcomeOf(request)),
  );
});

test('a log made of columns grows like any other', () => {
  const log = DecisionLog.fromColumns(new DecisionLog().columns());
  for (let request = 0; request < 5; request++) log.arrive(request * 10, 1, request + 1);
  log.start(50, 'full', [0, 1, 2, 3, 4], -Infinity);
  log.finish(0, 90);
  expect(log.record(0).members.map(({ outputTokens }) => outputTokens)).toEqual([1, 2, 3, 4, 5]);
});
