import { DecisionLog } from 'lockstep/core';
import { readScenario, resolveScenario, type WrittenScenario } from 'lockstep/scenario';
import { simulate } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';

const TRACE = 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,5\n1,20,6\n2,30,7\n4,40,8\n';

const resolve = (written: WrittenScenario, text = TRACE) =>
  resolveScenario(readScenario(written), () => text);

describe('a described workload', () => {
  test('says what it is called by', () => {
    const { configuration } = resolve({ batchSize: 'inf', wait: 'gap:1000ms', rate: 2, requests: 5 });
    expect(configuration).toEqual({ batchSize: Infinity, wait: 'gap:1s', rate: 2, release: 'batch' });
  });

  test('options arrive at the simulation', () => {
    const resolved = resolve({
      release: 'token',
      maxQueueSize: 9,
      requestTimeout: '5s',
      seed: 7,
      warmup: 2,
      slo: 'e2e=1s',
      sloAttainment: 0.5,
    });
    const options = resolved.options();
    expect(options).toMatchObject({
      maxBatchSize: 8,
      maxQueueSize: 9,
      requestTimeoutMs: 5000,
      release: 'token',
      seed: 7,
      warmup: 2,
      slo: { e2eMs: 1000, attainment: 0.5 },
    });
    expect(options.wait.waitMs).toBe(50);
    expect(options.cost.name).toBe('mock');
    expect(options.workload.count).toBe(10_000);
  });

  test('without a deadline no request expires', () => {
    const resolved = resolve({ requests: 5 });
    expect(resolved.options()).not.toHaveProperty('requestTimeoutMs');
  });

  test('arrivals that name their rate have it in every configuration; a closed loop has none', () => {
    expect(resolve({ arrivals: 'constant:2' }).configuration.rate).toBe(2);
    expect(resolve({ arrivals: 'closed:20' }).configuration.rate).toBeNull();
    expect(resolve({ arrivals: 'all-at-once' }).configuration.rate).toBeNull();
  });
});

describe('a trace', () => {
  const arrivals = (written: WrittenScenario) => {
    const resolved = resolve({ trace: 'mine.csv', ...written });
    const source = resolved.options().workload.open();
    const log = new DecisionLog();
    while (!source.exhausted) source.take(log);
    return Array.from(log.requests.arrivedAt.subarray(0, log.requestCount));
  };

  test('is replayed as it is, cut, sped up, or scaled to a rate', () => {
    expect(arrivals({})).toEqual([0, 1000, 2000, 4000]);
    expect(arrivals({ first: 3 })).toEqual([0, 1000, 2000]);
    expect(arrivals({ from: '1s', to: '4s' })).toEqual([0, 1000]);
    expect(arrivals({ scale: 2 })).toEqual([0, 500, 1000, 2000]);
    expect(arrivals({ rate: 1.5 })).toEqual([0, 500, 1000, 2000]);
  });

  test('its own rate is known, and an asked rate stands in the configuration', () => {
    const resolved = resolve({ trace: 'mine.csv', rate: 2 });
    expect(resolved.traceRate).toBe(0.75);
    expect(resolved.configuration.rate).toBe(2);
    expect(resolve({ trace: 'mine.csv' }).configuration.rate).toBeNull();
  });

  test('says what is left out and what falls short', () => {
    const failed = TRACE + '5,50,0\n';
    expect(resolve({ trace: 'mine.csv', skipFailed: true, first: 9 }, failed).notes).toEqual([
      'mine.csv: 4 requests over 4 s, 0.75 a second (format vidur, instants in s).',
      'mine.csv: 1 failed requests are left out.',
      'mine.csv: there are only 4 requests, fewer than the first 9 asked for.',
    ]);
    expect(() => resolve({ trace: 'mine.csv' }, failed)).toThrow('mine.csv');
  });

  test('a warm-up as long as the trace is refused', () => {
    expect(() => resolve({ trace: 'mine.csv', warmup: 4 })).toThrow(
      '--warmup: expected fewer than the 4 requests, got 4',
    );
  });
});

test.each<[WrittenScenario, string]>([
  [{ wait: 'full', batchSize: 'inf' }, 'batch size inf with full: wait rule full'],
  [{ wait: 'atleast:4', batchSize: 2 }, 'batch size 2 with atleast:4: wait rule atleast'],
  [{ wait: 'full', batchSize: 8, maxQueueSize: 4 }, 'batch size 8 with full: wait rule full starts with 8'],
])('%j would wait for ever and is refused before anything runs', (written, message) => {
  expect(() => resolve(written)).toThrow(message);
});

test('an output that can have no token is refused as an option', () => {
  expect(() => resolve({ outputTokens: 'uniform:0-9' })).toThrow('--output-tokens: output tokens: expected');
});

test('what is resolved runs', () => {
  const resolved = resolve({ trace: 'mine.csv', wait: 'none', batchSize: 2 });
  const { summary } = simulate(resolved.options());
  expect(summary.requests.completed).toBe(4);
});
