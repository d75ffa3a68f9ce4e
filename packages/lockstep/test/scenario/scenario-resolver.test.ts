import { readScenario, resolveScenario, scenarioResolver, type WrittenScenario } from 'lockstep/scenario';
import { simulate } from 'lockstep/simulation';
import { expect, test } from 'vitest';

const TRACE = 'arrived_at,num_prefill_tokens,num_decode_tokens\n0,10,5\n1,20,6\n2,30,7\n4,40,8\n';

const BASE: WrittenScenario = { requests: 60 };

const ONE_AFTER_ANOTHER: readonly WrittenScenario[] = [
  BASE,
  { ...BASE, batchSize: 3 },
  { ...BASE, wait: 'gap:1s' },
  { ...BASE, rate: 7 },
  { ...BASE, cost: 'mock:10ms', release: 'token' },
  { ...BASE, arrivals: 'constant:2' },
  { ...BASE, arrivals: 'mmpp:1.5/0.1:0.1/0.1' },
  { ...BASE, arrivals: 'mmpp:1.5/0.1:0.1/0.1', rate: 9 },
  { ...BASE, seed: 5 },
  { trace: 'a.csv' },
  { trace: 'a.csv', rate: 5 },
  { trace: 'a.csv', scale: 2 },
  { trace: 'a.csv', first: 3, warmup: 2 },
  BASE,
];

test('a kept workload gives the same run as a new one', () => {
  const resolve = scenarioResolver(() => TRACE);
  for (const written of ONE_AFTER_ANOTHER) {
    const scenario = readScenario(written);
    const [kept, anew] = [resolve(scenario), resolveScenario(scenario, () => TRACE)].map((resolved) => {
      const { log, summary } = simulate(resolved.options());
      return { summary, columns: log.columns(), notes: resolved.notes, traceRate: resolved.traceRate };
    });
    expect(kept, JSON.stringify(written)).toEqual(anew);
  }
});

test('a trace is parsed once while batches and rates change', () => {
  let read = 0;
  const resolve = scenarioResolver(() => (read++, TRACE));
  for (const batchSize of [1, 2, 3]) {
    for (const rate of [1, 2]) resolve(readScenario({ trace: 'a.csv', batchSize, rate }));
  }
  expect(read).toBe(1);
  resolve(readScenario({ trace: 'a.csv', first: 2 }));
  expect(read).toBe(2);
});

test('requests are drawn once while only batches change', () => {
  const resolve = scenarioResolver(() => '');
  const workloads = [1, 8].map((batchSize) => {
    const resolved = resolve(readScenario({ ...BASE, batchSize }));
    return resolved.options().workload;
  });
  expect(workloads[0]).toBe(workloads[1]);
});

test('what is wrong is said as for a new workload, and what is right is kept', () => {
  const resolve = scenarioResolver(() => TRACE);
  for (const written of [
    { ...BASE, maxQueueSize: 2, wait: 'full' },
    { trace: 'a.csv', warmup: 4 },
    { trace: 'a.csv', from: '1h' },
    { ...BASE, outputTokens: 'lognormal:1:cv=0', arrivals: 'poisson:1e-300' },
  ]) {
    const scenario = readScenario(written);
    const message = (run: () => unknown) => {
      try {
        run();
        return 'no error';
      } catch (error) {
        return (error as Error).message;
      }
    };
    resolve(readScenario(BASE));
    expect(message(() => resolve(scenario))).toBe(message(() => resolveScenario(scenario, () => TRACE)));
  }
});

test('a known capacity is taken as it is', () => {
  const resolved = resolveScenario(readScenario(BASE), () => '');
  const options = resolved.options();
  const { capacity } = simulate(options).summary;
  expect(simulate({ ...options, capacity }).summary).toEqual(simulate(options).summary);
  expect(simulate({ ...options, capacity: null }).summary.offeredLoad).toBeNull();
});
