import { type DecisionLog, full, gap, none, oldest, window } from 'lockstep/core';
import { affine, type CostModel, mock } from 'lockstep/cost';
import type { Engine } from 'lockstep/engine';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { simulate, type SimulationOptions } from 'lockstep/simulation';
import {
  allAtOnce,
  closedLoop,
  constant,
  fixed,
  generatedWorkload,
  type OpenArrivals,
  uniform,
} from 'lockstep/workload';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pass, resumeTime, stopTime } from '../../../lockstep/test/support/fake-time.js';
import { compareWithSimulation } from '../../src/live/comparison.js';
import { type LiveRunOptions, runLive } from '../../src/live/live-run.js';
import { syntheticPrompts } from '../../src/live/synthetic-prompts.js';

beforeEach(stopTime);
afterEach(resumeTime);

/** Lets the stopped time go on until something is done. */
async function untilDone<T>(work: Promise<T>): Promise<T> {
  let done = false;
  work.finally(() => (done = true)).catch(() => {});
  while (!done) await pass(1);
  return work;
}

/** Whole milliseconds throughout, which is what timers can do: then nothing keeps a live run from its simulation. */
const COST = affine({ prefillMs: 100, stepMs: 10 });

const OPTIONS = {
  maxBatchSize: 4,
  wait: none(),
  workload: openWorkload(allAtOnce(), 10),
} satisfies Omit<SimulationOptions, 'cost'>;

function openWorkload(arrivals: OpenArrivals, count: number) {
  return generatedWorkload({ arrivals, promptTokens: fixed(3), outputTokens: uniform(5, 20), count });
}

function live(
  simulation: Omit<SimulationOptions, 'cost'>,
  {
    engine = simulatedEngine({ cost: COST }),
    cost = COST as CostModel | null,
    ...rest
  } = {} as Partial<LiveRunOptions>,
) {
  return untilDone(
    runLive({
      engine,
      simulation,
      cost,
      prompts: syntheticPrompts(engine),
      generation: { temperature: 0, ignoreEos: false },
      requestTimeoutMs: Infinity,
      speed: 1,
      signal: new AbortController().signal,
      ...rest,
    }),
  );
}

/** All decision records; how many tokens a row would have had that got no answer, only a simulation knows. */
function decisions(log: DecisionLog) {
  return Array.from(log.records(), ({ members, ...record }) => ({
    ...record,
    members: members.map(({ outputTokens, ...member }) => ({
      ...member,
      outputTokens: member.outcome === 'completed' ? outputTokens : null,
    })),
  }));
}

describe('a live run is its simulation, to the last decision', () => {
  const steady = openWorkload(constant(8), 30);
  const bursts = openWorkload(allAtOnce(), 10);
  const loop = generatedWorkload({
    arrivals: closedLoop(3, { thinkMs: 10 }),
    outputTokens: uniform(2, 9),
    count: 18,
  });
  const cases: [name: string, options: Omit<SimulationOptions, 'cost'>][] = [
    ['oldest', { maxBatchSize: 4, wait: oldest(150), workload: steady }],
    ['window', { maxBatchSize: 3, wait: window(150), workload: steady, release: 'request' }],
    ['gap', { maxBatchSize: 4, wait: gap(130), workload: steady, release: 'token' }],
    ['none', { maxBatchSize: 4, wait: none(), workload: bursts }],
    ['a full queue', { maxBatchSize: 1, maxQueueSize: 3, wait: none(), workload: steady }],
    ['deadlines', { maxBatchSize: 1, wait: none(), workload: bursts, requestTimeoutMs: 555 }],
    ['a closed loop', { maxBatchSize: 4, wait: oldest(20), workload: loop }],
    ['a closed loop at a full queue', { maxBatchSize: 1, maxQueueSize: 1, wait: none(), workload: loop }],
  ];
  test.each(cases)('%s', async (_, options) => {
    const { log, notes } = await live(options, {
      requestTimeoutMs: (options.requestTimeoutMs as number) ?? Infinity,
    });
    // A request that is rejected or comes too late is no failure of the engine.
    expect(notes).toEqual([]);
    const simulated = simulate({ ...options, cost: COST }).log;
    expect(decisions(log)).toEqual(decisions(simulated));
    const requests = (each: typeof log) =>
      Array.from({ length: each.requestCount }, (_, request) => [
        each.requests.arrivedAt[request],
        each.outcomeOf(request),
      ]);
    expect(requests(log)).toEqual(requests(simulated));
    expect(compareWithSimulation(log, options)).toMatchObject({
      sameBatches: log.batchCount,
      largestAbsoluteMs: 0,
    });
  });
});

test('at ten times the speed it is the same run in a tenth of the time', async () => {
  const options = { maxBatchSize: 4, wait: oldest(150), workload: openWorkload(constant(8), 30) };
  const before = performance.now();
  const engine = simulatedEngine({ cost: COST, speed: 10 });
  const { log, summary } = await live(options, { engine, speed: 10 });
  const tookMs = performance.now() - before;
  expect(Math.abs(tookMs * 10 - summary.makespanMs!)).toBeLessThan(30);
  expect(log.batchCount).toBe(simulate({ ...options, cost: COST }).log.batchCount);
});

test('at ten times the speed deadlines come in a tenth of the time', async () => {
  const options = { ...OPTIONS, maxBatchSize: 1 };
  const engine = simulatedEngine({ cost: COST, speed: 10 });
  const { summary } = await live(options, { engine, speed: 10, requestTimeoutMs: 555 });
  const { requests } = simulate({ ...options, cost: COST, requestTimeoutMs: 555 }).summary;
  expect(requests.expired).toBeGreaterThan(0);
  expect(summary.requests).toEqual(requests);
});

test('capacity, offered load and slowdown are those of the cost model, and unknown without one', async () => {
  const options = { ...OPTIONS, workload: openWorkload(constant(20), 10) };
  const known = await live(options);
  const unknown = await live(options, { cost: null });
  const { summary } = simulate({ ...options, cost: COST });
  expect(known.summary.capacity).toEqual(summary.capacity);
  expect(known.summary.slowdown.count).toBe(10);
  expect(unknown.summary).toMatchObject({
    capacity: null,
    offeredLoad: null,
    stable: null,
    slowdown: { count: 0 },
  });
});

test('under a rule that counts the end of the workload starts what is left', async () => {
  const { summary } = await live({ ...OPTIONS, wait: full() });
  expect(summary.batches.closedBy).toMatchObject({ full: 2, drain: 1 });
  expect(summary.requests.completed).toBe(10);
});

test('a closed loop that would wait for ever is refused before anything runs', async () => {
  const workload = generatedWorkload({
    arrivals: closedLoop(3),
    outputTokens: fixed(1),
    count: 5,
  });
  await expect(live({ ...OPTIONS, wait: full(), workload })).rejects.toThrow('it would wait for ever');
});

test('a request that cannot be made ends a closed loop at once', async () => {
  const engine = simulatedEngine({ cost: COST });
  let made = 0;
  const prompts = {
    note: '',
    promptOf: () => {
      if (++made === 4) throw new Error('no more prompts');
      return 'prompt';
    },
  };
  const workload = generatedWorkload({ arrivals: closedLoop(2), outputTokens: fixed(5), count: 50 });
  await expect(live({ ...OPTIONS, workload }, { engine, prompts })).rejects.toThrow('no more prompts');
  expect(made).toBe(4);
});

test('stopping cancels what waits and what runs, and tells what was done', async () => {
  const controller = new AbortController();
  const { log, stopped, summary } = await live(
    { ...OPTIONS, maxBatchSize: 2 },
    { signal: controller.signal, onProgress: (left) => left >= 2 && controller.abort() },
  );
  expect(stopped).toBe(true);
  expect(log.requestCount).toBe(10);
  expect(summary.requests).toMatchObject({ completed: 2, cancelled: 8 });
});

test('a signal that has gone before submits nothing', async () => {
  const { summary, stopped } = await live(OPTIONS, { signal: AbortSignal.abort() });
  expect([stopped, summary.requests.submitted]).toEqual([true, 0]);
});

test('a batch beyond what the engine takes is refused', async () => {
  const engine = simulatedEngine({ cost: COST, maxBatchSize: 2 });
  await expect(live(OPTIONS, { engine })).rejects.toThrow(
    '--batch-size: expected at most 2, which the engine takes, got 4',
  );
  await expect(live({ ...OPTIONS, maxBatchSize: Infinity }, { engine })).rejects.toThrow('got inf');
});

describe('an engine with faults', () => {
  const sound = simulatedEngine({ cost: mock({ tokenMs: 0 }) });
  const faulty = (fault: Partial<Engine>): Engine => ({
    ...sound,
    limits: sound.limits,
    can: sound.can,
    model: 'faulty',
    prepare: (request) => sound.prepare(request),
    generate: (requests, context) => sound.generate(requests, context),
    dispose: () => sound.dispose(),
    ...fault,
  });

  test('requests that it fails are counted, and the first is told', async () => {
    const engine = faulty({
      generate: async (requests, context) => {
        const results = await sound.generate(requests, {
          ...(context?.signal && { signal: context.signal }),
        });
        return results.map((result, row) => (row === 1 ? new Error('row 1 is broken') : result));
      },
    });
    const { summary, notes } = await live(OPTIONS, { engine });
    expect(summary.requests).toMatchObject({ submitted: 10, completed: 7, failed: 3 });
    expect(notes).toEqual(['The engine failed 3 requests: row 1 is broken']);
  });

  test('a request that it refuses ends the run, by its place', async () => {
    const engine = simulatedEngine({ cost: COST, contextTokens: 10 });
    await expect(live(OPTIONS, { engine })).rejects.toThrow(/^request \d+: .*context/);
  });

  test('also in a closed loop, whose requests are made on the way', async () => {
    const engine = simulatedEngine({ cost: COST, contextTokens: 10 });
    const workload = generatedWorkload({
      arrivals: closedLoop(2),
      outputTokens: uniform(1, 30),
      count: 50,
    });
    await expect(live({ ...OPTIONS, workload }, { engine })).rejects.toThrow(/^request \d+: .*context/);
  });
});
