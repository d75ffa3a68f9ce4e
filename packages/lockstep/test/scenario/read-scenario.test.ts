import fc from 'fast-check';
import {
  commandLine,
  overrideScenario,
  readScenario,
  readSweep,
  ScenarioError,
  type WrittenScenario,
} from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { writtenScenarios } from './written-scenarios.js';

describe('readScenario', () => {
  test('states every default', () => {
    expect(readScenario({})).toEqual({
      batchSize: 8,
      wait: 'oldest:50ms',
      maxQueueSize: 'inf',
      release: 'batch',
      cost: 'mock',
      arrivals: 'poisson',
      rate: 3,
      promptTokens: '1',
      outputTokens: 'uniform:10-29',
      requests: 10_000,
      seed: 1,
      warmup: 0,
    });
  });

  test('a trace brings its own arrivals, lengths, rate and number of requests', () => {
    const scenario = readScenario({ trace: 'azure-conv', slo: 'ttft=1s,e2e=2000ms' });
    expect(Object.keys(scenario)).not.toEqual(expect.arrayContaining(['arrivals']));
    expect(scenario).toMatchObject({
      trace: 'azure-conv',
      skipFailed: false,
      slo: 'e2e=2s,ttft=1s',
      sloAttainment: 0.99,
    });
    expect(scenario.rate).toBeUndefined();
  });

  test('text and numbers mean the same, and a list of one is its value', () => {
    const asText = readScenario({ batchSize: 'inf', wait: 'full', rate: '0.5', warmup: '3' });
    const asValues = readScenario({ batchSize: ['inf'], wait: ['full'], rate: 0.5, warmup: 3 });
    expect(asText).toEqual(asValues);
    expect(asText).toMatchObject({ batchSize: 'inf', wait: 'full', rate: 0.5, warmup: 3 });
  });

  test('a complete scenario is read as itself', () => {
    fc.assert(
      fc.property(writtenScenarios, (written) => {
        const { scenario } = readSweep(written);
        expect(readSweep(scenario).scenario).toEqual(scenario);
      }),
    );
  });

  test.each<[WrittenScenario, string, string]>([
    [{ wait: 'oldst:50ms' }, 'wait', 'did you mean "oldest:50ms"?'],
    [{ batchSize: '0' }, 'batchSize', 'expected a whole number ≥ 1 or inf, got "0"'],
    [
      { batchSize: '1,2,2' },
      'batchSize',
      'expected one value, got 3 (1, 2, 2); did you mean "lockstep sweep"?',
    ],
    [{ batchSize: [] }, 'batchSize', 'expected a whole number ≥ 1, or inf, got an empty list'],
    [
      { maxQueueSize: [1, 2] },
      'maxQueueSize',
      'expected one value, got 2 (1, 2); did you mean "lockstep sweep"?',
    ],
    [{ release: 'tokens' }, 'release', 'expected token, request, batch, got "tokens"; did you mean "token"?'],
    [
      { requestTimeout: '5' },
      'requestTimeout',
      'expected a duration such as 100ms, 1.5s, 10m or 1h, got "5"; did you mean "5ms" or "5s"?',
    ],
    [{ rate: -1 }, 'rate', 'expected a rate > 0, got "-1"'],
    [{ seed: 1.5 }, 'seed', 'expected a whole number ≥ 0, got "1.5"'],
    [{ seed: '9e159' }, 'seed', 'expected a whole number from 0 to 9007199254740991, got "9e159"'],
    [{ requests: '1e10' }, 'requests', 'expected a whole number from 1 to 2147483647, got "1e10"'],
    [{ slo: 'e2e=1s', sloAttainment: 99 }, 'sloAttainment', 'expected a share > 0 and ≤ 1, got "99"'],
    [{ outputTokens: 'uniform:5-1' }, 'outputTokens', 'uniform: expected shortest ≤ longest, got 5-1'],
    [{ skipFailed: 'yes' }, 'skipFailed', 'expected true or false, got "yes"'],
  ])('%j is refused', (written, key, message) => {
    const refusal = refusalOf(written);
    expect(refusal.key).toBe(key);
    expect(refusal.message).toContain(message);
  });

  test('an unknown key is refused with the nearest', () => {
    expect(refusalOf({ bachSize: 4 } as WrittenScenario).message).toBe(
      'unknown option bachSize; did you mean "batchSize"?',
    );
  });

  test.each<[WrittenScenario, string]>([
    [
      { trace: 'azure-conv', arrivals: 'poisson:3' },
      '--arrivals: contradicts --trace, which brings its own arrivals, lengths and number of requests',
    ],
    [
      { trace: 'azure-conv', requests: 10 },
      '--requests: contradicts --trace, which brings its own arrivals, lengths and number of requests; ' +
        'did you mean "--first"?',
    ],
    [{ first: 10 }, '--first: works on a trace, and there is no --trace; did you mean "--requests"?'],
    [{ skipFailed: true }, '--skip-failed: works on a trace, and there is no --trace'],
    [
      { trace: 'azure-conv', scale: 2, rate: 1 },
      '--scale: contradicts --rate: a trace is scaled by a factor or to a rate, not both',
    ],
    [{ trace: 'azure-conv', from: '2m', to: '1m' }, '--to: expected a time after --from 2m, got 1m'],
    [
      { arrivals: 'poisson:2', rate: 3 },
      '--rate: contradicts --arrivals poisson:2, which names its own rate',
    ],
    [{ arrivals: 'closed:4', rate: 3 }, '--rate: contradicts --arrivals closed:4, which has no arrival rate'],
    [{ sloAttainment: 0.9 }, '--slo-attainment: needs targets, and there is no --slo; did you mean "--slo"?'],
    [{ requests: 10, warmup: 10 }, '--warmup: expected fewer than the 10 requests, got 10'],
  ])('%j contradicts itself', (written, message) => {
    expect(refusalOf(written).message).toBe(message);
  });
});

describe('overrideScenario', () => {
  const complete = readScenario({ rate: 2, slo: 'e2e=1s' });

  test.each<[WrittenScenario]>([
    [{ batchSize: 4 }],
    [{ trace: 'azure-conv', first: 10 }],
    [{ arrivals: 'constant:5' }],
    [{ arrivals: 'closed:9' }],
    [{ arrivals: 'gamma:cv=2' }],
  ])('what %j contradicts in a complete scenario goes', (upper) => {
    const scenario = readScenario(overrideScenario(complete, upper));
    expect(scenario).toMatchObject(upper);
    expect(scenario.slo).toBe('e2e=1s');
  });

  test('described arrivals displace a trace, and a rate displaces a factor', () => {
    const trace = readScenario({ trace: 'azure-conv', scale: 2, from: '1m' });
    expect(readScenario(overrideScenario(trace, { requests: 5 }))).toEqual(readScenario({ requests: 5 }));
    expect(readScenario(overrideScenario(trace, { rate: 1 }))).toMatchObject({ rate: 1, from: '1m' });
  });

  test('it displaces nothing that does not contradict', () => {
    expect(readScenario(overrideScenario(complete, { rate: 4 }))).toEqual({ ...complete, rate: 4 });
  });
});

describe('commandLine', () => {
  test('leaves defaults out, but never a rate', () => {
    expect(commandLine('lockstep simulate', readScenario({}))).toBe('lockstep simulate --rate 3');
    expect(
      commandLine(
        'lockstep sweep',
        readSweep({ batchSize: '1,2', trace: "it's.csv", skipFailed: true }).scenario,
      ),
    ).toBe(`lockstep sweep --batch-size 1,2 --trace 'it'\\''s.csv' --skip-failed`);
  });
});

function refusalOf(written: WrittenScenario): ScenarioError {
  try {
    readScenario(written);
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
