import { DecisionLog } from 'lockstep/core';
import { readScenario, type WrittenScenario } from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { changed } from '../../src/state/changed.js';
import { differentRequests, type RunRequests } from '../../src/state/different-requests.js';
import type { Changes } from '../../src/state/lab.js';
import { simulateHere } from '../../src/tour/simulate-here.js';

const BASE: WrittenScenario = { requests: 40, rate: 3, batchSize: 4, outputTokens: 'uniform:5-25' };
const run = (written: Changes): RunRequests => simulateHere(changed(readScenario(BASE), written));
const between = (a: Changes, b: Changes) => differentRequests(run(a), run(b));

describe('the same requests', () => {
  test.each<[string, Changes, Changes]>([
    ['another batch size', {}, { batchSize: 16 }],
    ['another wait rule', {}, { wait: 'window:2s' }],
    ['another release', {}, { release: 'token' }],
    ['another cost model', {}, { cost: 'kernels:llama-3-8b@a100' }],
    ['a queue limit, by which some are rejected', {}, { maxQueueSize: 4, batchSize: 1 }],
    ['a deadline', {}, { requestTimeout: '1s', batchSize: 1 }],
    ['targets', {}, { slo: 'e2e=2s' }],
    [
      'another seed where nothing is drawn',
      { arrivals: 'constant', outputTokens: '9' },
      { arrivals: 'constant', outputTokens: '9', seed: 7 },
    ],
    [
      'the same rate in two notations',
      { arrivals: 'constant', outputTokens: '9' },
      { arrivals: 'constant:3', rate: undefined, outputTokens: '9' },
    ],
    [
      'a closed loop, in which arrivals follow from the answers',
      { arrivals: 'closed:6', rate: undefined },
      { arrivals: 'closed:6', rate: undefined, batchSize: 2 },
    ],
  ])('%s', (_, a, b) => {
    expect(between(a, b)).toEqual([]);
  });
});

describe('other requests, named by the options that make them others', () => {
  test.each<[Changes, Changes, string[]]>([
    [{}, { rate: 1 }, ['rate']],
    [{}, { seed: 2 }, ['seed']],
    [{}, { requests: 30 }, ['requests']],
    [{}, { outputTokens: 'uniform:5-26' }, ['outputTokens']],
    [{}, { promptTokens: '9' }, ['promptTokens']],
    [{}, { arrivals: 'constant', rate: 1, requests: 30, batchSize: 9 }, ['arrivals', 'rate', 'requests']],
    [{}, { warmup: 10 }, ['warmup']],
  ])('%j against %j', (a, b, expected) => {
    expect(between(a, b)).toEqual(expected);
    expect(between(b, a)).toEqual(expected);
  });

  test('a closed loop of another size, which has the same number of requests', () => {
    const loop = (users: number) => run({ arrivals: `closed:${users}`, rate: undefined });
    expect(differentRequests(loop(6), loop(7))).toEqual(['arrivals']);
  });
});

describe('a recorded run', () => {
  const simulated = run({});
  /** The same requests as a real clock delivers them, from another origin. */
  const recorded = (late: (request: number) => number, { outputs = 0, count = 40 } = {}): RunRequests => {
    const log = new DecisionLog();
    const { arrivedAt, promptTokens, outputTokens } = simulated.log.requests;
    for (let i = 0; i < count; i++) {
      log.arrive(1e6 + arrivedAt[i]! + late(i), promptTokens[i]!, outputTokens[i]! + (i === 3 ? outputs : 0));
    }
    log.start(
      2e6,
      'full',
      Array.from({ length: count }, (_, i) => i),
      0,
    );
    return { log, scenario: null };
  };

  test('is the same with a clock that is a little late', () => {
    expect(
      differentRequests(
        simulated,
        recorded((request) => request % 15),
      ),
    ).toEqual([]);
    expect(
      differentRequests(
        recorded(() => 0),
        recorded((request) => request % 15),
      ),
    ).toEqual([]);
  });

  test('says of what it sees that it differs', () => {
    expect(
      differentRequests(
        simulated,
        recorded((request) => request * 50),
      ),
    ).toEqual(['arrival times']);
    expect(
      differentRequests(
        simulated,
        recorded(() => 0, { outputs: 1 }),
      ),
    ).toEqual(['output lengths']);
    expect(
      differentRequests(
        simulated,
        recorded(() => 0, { count: 39 }),
      ),
    ).toEqual(['number of requests']);
  });

  test('does not know how long answers would have been that were never given', () => {
    const log = new DecisionLog();
    const { arrivedAt, promptTokens } = simulated.log.requests;
    for (let i = 0; i < 40; i++) log.arrive(arrivedAt[i]!, promptTokens[i]!, 0);
    expect(differentRequests(simulated, { log, scenario: null })).toEqual([]);
  });
});

test('a file that holds something else now is seen by what it holds', () => {
  const a = run({});
  const b = { log: run({ seed: 5 }).log, scenario: readScenario(BASE) };
  expect(differentRequests({ ...a, scenario: readScenario(BASE) }, b)).toEqual([
    'arrival times',
    'output lengths',
  ]);
});
