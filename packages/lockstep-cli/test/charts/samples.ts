import { affine, mock } from 'lockstep/cost';
import { full, gap, none, oldest, type WaitRule } from 'lockstep/core';
import type { Release, Slo } from 'lockstep/metrics';
import { axisOf, readSweep, scenarioResolver, type WrittenScenario } from 'lockstep/scenario';
import { coordinatesOf, mergeSweep, planSweep, simulate, type SweepPoint } from 'lockstep/simulation';
import {
  type Arrivals,
  closedLoop,
  generatedWorkload,
  type LengthDistribution,
  poisson,
  uniform,
  withTerms,
} from 'lockstep/workload';
import type { RunData, SweepData } from '../../src/charts/index.js';

const WAITS: Record<string, WaitRule> = {
  'gap:100ms': gap(100),
  'oldest:50ms': oldest(50),
  none: none(),
  full: full(),
};

export interface Plan {
  readonly batchSizes: readonly number[];
  readonly waits?: readonly string[];
  readonly rates?: readonly (number | null)[];
  readonly requests?: number;
  readonly arrivals?: Arrivals;
  readonly maxQueueSize?: number;
  readonly requestTimeoutMs?: number;
  readonly keyOf?: (request: number) => string;
  readonly engines?: number;
  readonly release?: Release;
  readonly slo?: Slo;
  readonly outputTokens?: LengthDistribution;
}

/** Simulates a small sweep of the study's workload; the run of its last point comes along. */
export function sample(plan: Plan): { sweep: SweepData; run: RunData } {
  const { batchSizes, waits = ['gap:100ms'], rates = [3], requests = 400, release = 'batch', slo } = plan;
  const lists = { batchSize: batchSizes, wait: waits, rate: rates };
  const runs = planSweep(lists).map(({ batchSize, wait, rate }) => {
    const workload = generatedWorkload({
      arrivals: plan.arrivals ?? poisson(rate!),
      outputTokens: plan.outputTokens ?? uniform(10, 29),
      count: requests,
    });
    const { log, summary } = simulate({
      maxBatchSize: batchSize,
      wait: WAITS[wait]!,
      cost: batchSize === Infinity ? affine({ stepMs: 50 }) : mock(),
      workload: plan.keyOf ? withTerms(workload, (request) => ({ key: plan.keyOf!(request) })) : workload,
      release,
      ...(plan.engines !== undefined && { engines: plan.engines }),
      ...(plan.maxQueueSize !== undefined && { maxQueueSize: plan.maxQueueSize }),
      ...(plan.requestTimeoutMs !== undefined && { requestTimeoutMs: plan.requestTimeoutMs }),
      ...(slo && { slo }),
    });
    const configuration = { batchSize, wait, rate, release };
    const coordinates = coordinatesOf(configuration);
    const point: SweepPoint = { coordinates, ...configuration, ...summary };
    return { log, point };
  });
  const sizes = batchSizes.map((size) => (size === Infinity ? 'inf' : size));
  const asked = rates.filter((rate) => rate !== null);
  const result = mergeSweep(
    [
      axisOf('batchSize', sizes),
      axisOf('wait', waits),
      ...(asked.length === 0 ? [] : [axisOf('rate', asked)]),
    ],
    runs.map(({ point }) => point),
  );
  return { sweep: { result }, run: runs.at(-1)! };
}

/** Simulates a sweep as it is written, over any options. */
export function written(scenario: WrittenScenario): { sweep: SweepData; run: RunData } {
  const { axes, points } = readSweep({ requests: 300, ...scenario });
  const resolve = scenarioResolver(() => '');
  const runs = points.map((each) => {
    const { configuration, options } = resolve(each.scenario);
    const { log, summary } = simulate(options());
    return { log, point: { coordinates: each.coordinates, ...configuration, ...summary } };
  });
  const result = mergeSweep(
    axes,
    runs.map(({ point }) => point),
  );
  return { sweep: { result }, run: runs.at(-1)! };
}

const SIZES = [1, 2, 4, 8, 16];

/** The shapes that sweeps come in: every chart must be readable in all of them. */
export const SAMPLES: Record<string, () => { sweep: SweepData; run: RunData }> = {
  'one rate, one rule': () => sample({ batchSizes: SIZES }),
  'one rate, one rule, a target': () => sample({ batchSizes: SIZES, slo: { e2eMs: 4000, attainment: 0.99 } }),
  'several rates, two rules': () =>
    sample({ batchSizes: SIZES, waits: ['oldest:50ms', 'full'], rates: [0.5, 2, 5] }),
  'a single point': () => sample({ batchSizes: [4], requests: 20 }),
  'nothing stable': () => sample({ batchSizes: [1, 2], rates: [30] }),
  'unbounded batches': () => sample({ batchSizes: [4, Infinity], waits: ['none'] }),
  'a closed loop': () =>
    sample({ batchSizes: [1, 4], rates: [null], arrivals: closedLoop(6, { thinkMs: 100 }) }),
  'requests rejected': () => sample({ batchSizes: [2], rates: [5], requests: 100, maxQueueSize: 6 }),
  'requests expire': () => sample({ batchSizes: [2], rates: [5], requests: 100, requestTimeoutMs: 3000 }),
  'requests with keys': () =>
    sample({ batchSizes: [4], requests: 1000, keyOf: (request) => `key ${request % 7 === 0}` }),
  'answers leave early': () => sample({ batchSizes: SIZES, release: 'request' }),
  'wait rules of one kind go along': () =>
    written({ wait: 'oldest:0ms,oldest:50ms,oldest:500ms,oldest:2s', rate: 2 }),
  'cost models, which are names': () =>
    written({
      batchSize: 8,
      cost: [
        'mock',
        'affine:prefill=50ms,step=20ms',
        'kernels:llama-3-8b@a100,packed',
        'roofline:llama-3-8b@h100',
      ],
      rate: '1,2',
    }),
  'seeds and queue limits': () =>
    written({ batchSize: 4, maxQueueSize: [4, 16, 'inf'], seed: [1, 2, 3], rate: 4 }),
  'releases, with a target': () =>
    written({ batchSize: '2,8', release: ['token', 'batch'], slo: 'e2e=3s', rate: 2 }),
  'very many points': () =>
    sample({
      batchSizes: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64],
      rates: [0.25, 0.5, 1, 2, 4, 8, 16, 32],
      requests: 60,
    }),
};
