import fc from 'fast-check';
import {
  DecisionLog,
  type DecisionRecord,
  type DepartureRecord,
  NO_BATCH,
  ProtocolError,
  type RequestLog,
  type Unanswered,
} from 'lockstep/core';
import { summarize } from 'lockstep/metrics';
import { run } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import { demandingRun } from '../support/scenarios.js';

function departuresOf(log: DecisionLog): DepartureRecord[] {
  const requests = Array.from({ length: log.requestCount }, (_, request) => request);
  return requests
    .filter((request) => log.requests.batch[request] === NO_BATCH)
    .map((request) => ({
      request,
      arrivedAt: log.requests.arrivedAt[request]!,
      leftAt: log.requests.finishedAt[request]!,
      outcome: log.outcomeOf(request) as Unanswered,
      promptTokens: log.requests.promptTokens[request]!,
    }));
}

/** The columns of a log without the room at their ends. */
function columnsOf(log: DecisionLog) {
  const cut = (columns: object, count: number) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        Array.from(column as ArrayLike<number>).slice(0, count),
      ]),
    );
  return {
    requests: cut(log.requests, log.requestCount),
    batches: cut(log.batches, log.batchCount),
    members: [...log.members.subarray(0, log.memberCount)],
  };
}

/** The tokens of an answer that was never begun are not counted. */
function forgetOutputs({ batch, outputTokens }: RequestLog): void {
  batch.forEach((each, request) => {
    if (each === NO_BATCH) outputTokens[request] = 0;
  });
}

test('records and departures, in any order, make the log that they come from', () => {
  fc.assert(
    fc.property(demandingRun, fc.infiniteStream(fc.nat()), (options, shuffle) => {
      const { log } = run(options);
      const shuffled = <T>(rows: T[]) =>
        rows
          .map((row) => [shuffle.next().value as number, row] as const)
          .sort(([a], [b]) => a - b)
          .map(([, row]) => row);
      const again = DecisionLog.fromRecords(shuffled([...log.records()]), shuffled(departuresOf(log)));
      forgetOutputs(log.requests);
      expect(columnsOf(again)).toEqual(columnsOf(log));
    }),
    { numRuns: 300 },
  );
});

const DEPARTURE: DepartureRecord = {
  request: 1,
  arrivedAt: 5,
  leftAt: 8,
  outcome: 'expired',
  promptTokens: 3,
};

const member = (request: number, outcome: 'completed' | 'failed') => ({
  request,
  arrivedAt: request,
  promptTokens: 2,
  outputTokens: outcome === 'failed' ? 0 : 4,
  blockedMs: 0,
  formingMs: 10 - request,
  firstTokenAt: outcome === 'failed' ? null : 12,
  finishedAt: outcome === 'failed' ? 13 : 20,
  outcome,
});

const RECORD: DecisionRecord = {
  batch: 0,
  engine: 0,
  startedAt: 10,
  reason: 'full',
  engineFreeAt: null,
  endedAt: 20,
  longestPrompt: 2,
  longestOutput: 4,
  members: [member(0, 'completed'), member(2, 'failed')],
  reruns: [],
};

test('a log of a real engine, with a row that failed, is summed up', () => {
  const log = DecisionLog.fromRecords([RECORD], [{ ...DEPARTURE, arrivedAt: 1 }]);
  const summary = summarize(log, {
    release: 'request',
    maxBatchSize: 2,
    ruleClosesBatches: true,
    capacity: null,
    openLoop: true,
    slo: { e2eMs: 50, attainment: 0.5 },
  });
  expect(summary.requests).toEqual({
    submitted: 3,
    completed: 1,
    rejected: 0,
    cancelled: 0,
    expired: 1,
    failed: 1,
  });
  expect(summary.e2eLatencyMs).toMatchObject({ count: 1, mean: 20 });
  expect(summary.slo!.attained).toBeCloseTo(1 / 3, 12);
  expect(summary.decodeWaste).toBe(0.5);
  // Waiting: 10 ms, 7 ms until it expired, 8 ms; in the system: 20 ms, 7 ms, 11 ms until it failed.
  expect(summary.queueLength).toEqual({ waiting: 25 / 20, inSystem: 38 / 20 });
});

describe('what is no complete log is refused', () => {
  test.each<[string, DecisionRecord[], DepartureRecord[], string]>([
    ['a request missing', [RECORD], [], 'each request from 0 to 1 once, but request 1 is missing'],
    ['the first missing', [], [DEPARTURE], 'each request from 0 to 0 once, but request 0 is missing'],
    [
      'a request double',
      [RECORD],
      [DEPARTURE, { ...DEPARTURE, request: 2 }],
      'each request from 0 to 3 once, but request 2 comes twice',
    ],
    [
      'a batch missing',
      [{ ...RECORD, batch: 1 }],
      [DEPARTURE],
      'each batch from 0 to 0 once, but batch 0 is missing',
    ],
    ['a batch double', [RECORD, RECORD], [], 'each batch from 0 to 1 once, but batch 0 comes twice'],
  ])('%s', (_, records, departures, message) => {
    expect(() => DecisionLog.fromRecords(records, departures)).toThrow(
      new ProtocolError(`expected ${message}`),
    );
  });

  test('requests that are not numbered by their arrival', () => {
    expect(() => DecisionLog.fromRecords([RECORD], [DEPARTURE])).toThrow(
      new ProtocolError(
        'expected requests in the order of their arrival, but request 2 arrived at 2 ms, request 1 at 5 ms',
      ),
    );
  });
});

test('nothing makes an empty log', () => {
  const log = DecisionLog.fromRecords([], []);
  expect([log.requestCount, log.batchCount]).toEqual([0, 0]);
});
