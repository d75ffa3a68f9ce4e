import { DecisionLog } from 'lockstep/core';
import { expect, test } from 'vitest';
import { CSV, JSON_LINES, requestRows } from '../../src/documents/request-rows.js';

/** One batch of two, whose first row is done early; then a request that was rejected. */
function log(): DecisionLog {
  const log = new DecisionLog();
  log.arrive(0, 5, 1);
  log.arrive(0.1, 6, 2);
  log.arrive(0.3, 7, 3);
  log.start(1, 'full', [0, 1], -Infinity);
  log.requests.firstTokenAt.set([2, 2]);
  log.requests.finishedAt.set([2, 3]);
  log.leave(2, 0.3, 'rejected');
  log.finish(0, 3);
  return log;
}

test('CSV: what a request does not have is empty; answers leave with their batch', () => {
  expect([...requestRows(log(), 'batch', CSV)].join('')).toBe(
    'id,batch,arrivedAt,startedAt,firstTokenAt,finishedAt,releasedAt,promptTokens,outputTokens\n' +
      '0,0,0,1,2,2,3,5,1\n1,0,0.1,1,2,3,3,6,2\n2,,0.3,,,,,7,3\n',
  );
});

test('JSON lines: what a request does not have is null; answers leave at their own end', () => {
  const rows = [...requestRows(log(), 'request', JSON_LINES)].join('').trimEnd().split('\n');
  expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual([
    {
      id: 0,
      batch: 0,
      arrivedAt: 0,
      startedAt: 1,
      firstTokenAt: 2,
      finishedAt: 2,
      releasedAt: 2,
      promptTokens: 5,
      outputTokens: 1,
    },
    {
      id: 1,
      batch: 0,
      arrivedAt: 0.1,
      startedAt: 1,
      firstTokenAt: 2,
      finishedAt: 3,
      releasedAt: 3,
      promptTokens: 6,
      outputTokens: 2,
    },
    {
      id: 2,
      batch: null,
      arrivedAt: 0.3,
      startedAt: null,
      firstTokenAt: null,
      finishedAt: null,
      releasedAt: null,
      promptTokens: 7,
      outputTokens: 3,
    },
  ]);
});

test('many rows come in pieces, none of them large', () => {
  const many = new DecisionLog();
  for (let i = 0; i < 10_000; i++) many.arrive(i, 1, 1);
  const pieces = [...requestRows(many, 'batch', CSV)];
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.join('').split('\n')).toHaveLength(10_002);
});
