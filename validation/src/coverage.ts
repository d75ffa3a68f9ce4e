import { none, oldest, type WaitRule } from 'lockstep/core';
import { affine, type CostModel, exponential, kernels } from 'lockstep/cost';
import type { Interval, Summary } from 'lockstep/metrics';
import { capacityOf, simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, type LengthDistribution, poisson, uniform } from 'lockstep/workload';
import { UNIT_MS } from './family.js';
import { delayPercentile } from './md1.js';

/** How often the 95 % intervals of one figure hold the truth. */
export interface Coverage {
  readonly system: SystemName;
  readonly load: number;
  readonly requests: number;
  readonly figure: Figure;
  readonly truth: number;
  readonly runs: number;
  /** Runs that gave an interval: all or none, as the sample has no say in it. */
  readonly intervals: number;
  readonly holding: number;
}

/** What is allowed of a true coverage (share). */
export const ALLOWED = [0.92, 0.98] as const;

/** Whether every run gave an interval, and an allowed share of them hold the truth. */
export function isCovered({ runs, intervals, holding }: Coverage): boolean {
  return intervals === runs && holding >= ALLOWED[0] * runs && holding <= ALLOWED[1] * runs;
}

export const LOADS = [0.5, 0.6, 0.7, 0.8, 0.9] as const;

export const FIGURES = ['mean E2E latency', 'p99 E2E latency', 'throughput'] as const;

export type Figure = (typeof FIGURES)[number];

/** The true value of each figure, latencies in ms, throughput in requests/s. */
export type Truth = Readonly<Record<Figure, number>>;

interface System {
  /** In one sentence. */
  readonly about: string;
  readonly maxBatchSize: number;
  readonly wait: WaitRule;
  readonly cost: CostModel;
  readonly outputTokens: LengthDistribution;
  /** Null where theory has none: then long runs tell it. */
  readonly truth: ((load: number) => Truth) | null;
}

const ONE_BY_ONE = { maxBatchSize: 1, wait: none(), outputTokens: fixed(1) };

export const SYSTEMS = {
  'M/M/1': {
    ...ONE_BY_ONE,
    about: 'Poisson arrivals, batches of 1 that take an exponential time of mean one second',
    cost: exponential({ meanMs: UNIT_MS }),
    truth: (load: number) => ({
      'mean E2E latency': UNIT_MS / (1 - load),
      'p99 E2E latency': (Math.log(100) * UNIT_MS) / (1 - load),
      throughput: load,
    }),
  },
  'M/D/1': {
    ...ONE_BY_ONE,
    about: 'Poisson arrivals, batches of 1 that take one second',
    cost: affine({ prefillMs: UNIT_MS }),
    truth: (load: number) => ({
      'mean E2E latency': (1 + load / (2 * (1 - load))) * UNIT_MS,
      'p99 E2E latency': (1 + delayPercentile(load, 0.99)) * UNIT_MS,
      throughput: load,
    }),
  },
  kernels: {
    about:
      'Poisson arrivals, cost `kernels:llama-3-8b@a100`, batches of 8, rule `oldest:50ms`, outputs `uniform:10-29`',
    maxBatchSize: 8,
    wait: oldest(50),
    cost: kernels('llama-3-8b@a100'),
    outputTokens: uniform(10, 29),
    truth: null,
  },
} satisfies Record<string, System>;

export type SystemName = keyof typeof SYSTEMS;

/** Runs of one system at one load, with seeds from one to another. */
export interface CoverageTask {
  readonly system: SystemName;
  readonly load: number;
  readonly requests: number;
  readonly fromSeed: number;
  readonly toSeed: number;
}

/** How many intervals of a figure were given, and how many of them hold the truth. */
export interface Tally {
  readonly intervals: number;
  readonly holding: number;
}

/** The least requests of a run of a system that has intervals: the hardest case for them. */
export function leastRequests(system: SystemName, load: number): number {
  return simulated({ system, load, requests: 1 }, 1).intervals.requestsNeeded!;
}

/** Simulates a system with each of the seeds, nothing cut as warm-up, and counts the intervals that hold the truth. */
export function tally(task: CoverageTask, truth: Truth): Record<Figure, Tally> {
  const tallies = new Map(FIGURES.map((figure) => [figure, { intervals: 0, holding: 0 }]));
  for (let seed = task.fromSeed; seed <= task.toSeed; seed++) {
    const intervals = intervalsOf(simulated(task, seed));
    for (const figure of FIGURES) {
      const interval = intervals[figure];
      if (interval === null) continue;
      const count = tallies.get(figure)!;
      count.intervals++;
      if (interval[0] <= truth[figure] && truth[figure] <= interval[1]) count.holding++;
    }
  }
  return Object.fromEntries(tallies) as Record<Figure, Tally>;
}

/** The truth of a system for which theory has none: the mean over one long run per seed. */
export function longRunTruth(task: CoverageTask): Truth {
  const found = { mean: 0, p99: 0, runs: 0 };
  for (let seed = task.fromSeed; seed <= task.toSeed; seed++) {
    const { e2eLatencyMs } = simulated(task, seed, Math.floor(task.requests / 20));
    found.mean += e2eLatencyMs.mean!;
    found.p99 += e2eLatencyMs.p99!;
    found.runs++;
  }
  return {
    'mean E2E latency': found.mean / found.runs,
    'p99 E2E latency': found.p99 / found.runs,
    throughput: rateOf(task),
  };
}

function simulated(
  task: Pick<CoverageTask, 'system' | 'load' | 'requests'>,
  seed: number,
  warmup = 0,
): Summary {
  const { maxBatchSize, wait, cost, outputTokens } = SYSTEMS[task.system];
  const workload = generatedWorkload({
    arrivals: poisson(rateOf(task)),
    outputTokens,
    count: task.requests,
    seed,
  });
  return simulate({ maxBatchSize, wait, cost, workload, seed, warmup, capacity: capacity(task.system) })
    .summary;
}

function rateOf({ system, load }: Pick<CoverageTask, 'system' | 'load'>): number {
  return load * capacity(system).requestsPerSecond;
}

const capacities = new Map<SystemName, NonNullable<ReturnType<typeof capacityOf>>>();

function capacity(system: SystemName) {
  const known = capacities.get(system);
  if (known !== undefined) return known;
  const { cost, outputTokens, maxBatchSize } = SYSTEMS[system];
  const workload = generatedWorkload({ arrivals: poisson(1), outputTokens, count: 1 });
  const found = capacityOf(cost, workload, maxBatchSize)!;
  capacities.set(system, found);
  return found;
}

function intervalsOf({ e2eLatencyMs, throughput }: Summary): Record<Figure, Interval> {
  return {
    'mean E2E latency': e2eLatencyMs.meanCi95,
    'p99 E2E latency': e2eLatencyMs.p99Ci95,
    throughput: throughput.requestsPerSecondCi95,
  };
}
