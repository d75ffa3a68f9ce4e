import { ConfigurationError, full, none, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { run, type RunOptions, simulate } from 'lockstep/simulation';
import { closedLoop, generatedWorkload, uniform, withTerms } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';

/** Token k of every row is ready after 10·k ms. */
const cost = affine({ stepMs: 10 });

const outcomes = (options: RunOptions) => {
  const { log } = run(options);
  return Array.from({ length: log.requestCount }, (_, request) => [
    log.outcomeOf(request),
    log.requests.finishedAt[request]!,
  ]);
};

describe('a deadline for all', () => {
  const workload = listed([
    [0, 4],
    [5, 2],
    [50, 1],
  ]);

  test('those whose answer comes later expire, waiting or running', () => {
    expect(outcomes({ maxBatchSize: 1, wait: none(), cost, workload, requestTimeoutMs: 30 })).toEqual([
      ['expired', 30],
      ['expired', 35],
      ['completed', 60],
    ]);
  });

  test('an answer at the deadline itself is in time, also where instants are rounded', () => {
    // 100.1 added 200 times is not 20,020 to the last bit; nor are two executions after an arrival at a large instant.
    const step = affine({ stepMs: 100.1 });
    const options = { maxBatchSize: 1, wait: none(), cost: step };
    const queued = listed(Array.from({ length: 1_000 }, () => [0, 1]));
    for (const release of ['batch', 'request'] as const) {
      for (const [requestTimeoutMs, answered] of [
        [200 * 100.1, 200],
        [777 * 100.1, 777],
      ] as const) {
        const { requests } = simulate({ ...options, release, workload: queued, requestTimeoutMs }).summary;
        expect(requests, release).toMatchObject({ completed: answered, expired: 1_000 - answered });
      }
      const pairs = listed(Array.from({ length: 2_000 }, (_, i) => [1e7 + Math.floor(i / 2) * 1_000.3, 1]));
      const { requests } = simulate({
        ...options,
        release,
        workload: pairs,
        requestTimeoutMs: 200.2,
      }).summary;
      expect(requests, release).toMatchObject({ completed: 2_000 });
    }
  });

  test('an answer at the deadline itself is in time', () => {
    expect(outcomes({ maxBatchSize: 1, wait: none(), cost, workload, requestTimeoutMs: 40 })[0]).toEqual([
      'completed',
      40,
    ]);
  });

  test('of 0 ms no request is answered, of Infinity all are', () => {
    const options = { maxBatchSize: 2, wait: oldest(5), cost, workload };
    expect(outcomes({ ...options, requestTimeoutMs: 0 })).toEqual([0, 5, 50].map((at) => ['expired', at]));
    expect(run({ ...options, requestTimeoutMs: Infinity }).log).toEqual(run(options).log);
  });
});

test.each([
  ['batch', 'expired'],
  ['request', 'completed'],
  ['token', 'completed'],
] as const)('past its own last token, under release %s: %s', (release, outcome) => {
  const workload = listed([
    [0, 2],
    [0, 9],
  ]);
  const requestTimeoutMs = (request: number) => [30, Infinity][request]!;
  const { log } = run({ maxBatchSize: 2, wait: full(), cost, release, workload, requestTimeoutMs });
  expect(log.outcomeOf(0)).toBe(outcome);
  expect(log.batches.endedAt[0]).toBe(90);
});

test('a batch ends with the longest row that has not expired, and counts the steps that it ran', () => {
  const workload = listed([
    [0, 4],
    [0, 9],
  ]);
  const requestTimeoutMs = (request: number) => [Infinity, 15][request]!;
  const { log } = run({ maxBatchSize: 2, wait: full(), cost, workload, requestTimeoutMs });
  expect(log.requests.firstTokenAt[1]).toBe(10);
  expect(log.batches.endedAt[0]).toBe(40);
  expect(log.batches.longestOutput[0]).toBe(4);
});

describe('in a closed loop', () => {
  const lengths = (outputTokens: number) => uniform(outputTokens, outputTokens);

  test.each(['batch', 'request', 'token'] as const)(
    'under release %s an expired request frees its user at its deadline',
    (release) => {
      const workload = generatedWorkload({
        arrivals: closedLoop(1, { thinkMs: 3 }),
        outputTokens: lengths(9),
        count: 3,
      });
      const { log } = run({ maxBatchSize: 1, wait: none(), cost, release, workload, requestTimeoutMs: 40 });
      expect([...log.requests.arrivedAt.subarray(0, 3)]).toEqual([0, 43, 86]);
    },
  );

  test('a key may make a rule that counts wait for ever, which is refused', () => {
    const workload = withTerms(
      generatedWorkload({ arrivals: closedLoop(4), outputTokens: lengths(2), count: 8 }),
      (request) => ({ key: `key ${request % 2}` }),
    );
    const keyed = { maxBatchSize: 2, cost, workload };
    expect(() => run({ ...keyed, wait: full() })).toThrow(
      new ConfigurationError(
        'wait rule full starts with 2 waiting requests of one key, but the users of a closed loop may wait with ' +
          'different ones: it would wait for ever',
      ),
    );
    expect(run({ ...keyed, wait: none() }).log.requestCount).toBe(8);
  });
});

test('expired requests are counted, meet no target, and their tokens are wasted', () => {
  const { summary } = simulate({
    maxBatchSize: 2,
    wait: full(),
    cost,
    workload: listed([
      [0, 4],
      [0, 9],
    ]),
    requestTimeoutMs: 60,
    slo: { e2eMs: 1000, attainment: 0.9 },
  });
  expect(summary.requests).toMatchObject({ submitted: 2, completed: 0, expired: 2 });
  expect(summary.slo).toMatchObject({ attained: 0, met: false });
  expect(summary.decodeWaste).toBe(1);
});

test.each([
  [-1, 'requestTimeoutMs: expected milliseconds ≥ 0 or Infinity, got -1'],
  [NaN, 'requestTimeoutMs: expected milliseconds ≥ 0 or Infinity, got NaN'],
  [() => -2, 'requestTimeoutMs of request 0: expected milliseconds ≥ 0 or Infinity, got -2'],
])('a deadline of %s is refused', (requestTimeoutMs, message) => {
  const options = { maxBatchSize: 1, wait: none(), cost, workload: listed([[0, 1]]), requestTimeoutMs };
  expect(() => run(options)).toThrow(new ConfigurationError(message));
});

test('the name that the option once had is refused with the new one', () => {
  const workload = listed([[0, 1]]);
  const options = { maxBatchSize: 1, wait: none(), cost, workload, deadlineMs: 5 };
  expect(() => run(options)).toThrow(new ConfigurationError('deadlineMs: is named requestTimeoutMs now'));
});
