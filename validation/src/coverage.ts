import { none } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import type { Interval } from 'lockstep/metrics';
import { simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson } from 'lockstep/workload';
import { UNIT_MS } from './family.js';
import { delayPercentile } from './md1.js';

/** How often the 95 % intervals of one figure hold the truth. */
export interface Coverage {
  readonly load: number;
  readonly requests: number;
  readonly figure: string;
  readonly truth: number;
  /** Runs that gave an interval. */
  readonly intervals: number;
  readonly holding: number;
}

/** What is allowed of a true coverage (share). */
export const ALLOWED = [0.92, 0.98] as const;

export const LOADS = [0.3, 0.5, 0.7] as const;

/** The shortest runs that have intervals: of means and throughput, and of p99 too. */
export const RUN_LENGTHS = [6_000, 15_000] as const;

/**
 * Simulates M/D/1 (Poisson arrivals, batches of 1 that take one second) over and over, with the seeds 1, 2, …, and
 * counts the 95 % intervals that hold the exact figure. No warm-up is cut, as none is by default.
 */
export function coverage(load: number, requests: number, runs: number): Coverage[] {
  const meanMs = (1 + load / (2 * (1 - load))) * UNIT_MS;
  const p99Ms = (1 + delayPercentile(load, 0.99)) * UNIT_MS;
  const tallies = [
    new Tally('mean E2E latency', meanMs),
    new Tally('p99 E2E latency', p99Ms),
    new Tally('throughput', load),
  ] as const;
  for (let seed = 1; seed <= runs; seed++) {
    const { summary } = simulate({
      maxBatchSize: 1,
      wait: none(),
      cost: affine({ prefillMs: UNIT_MS }),
      workload: generatedWorkload({ arrivals: poisson(load), outputTokens: fixed(1), count: requests, seed }),
    });
    tallies[0].add(summary.e2eLatencyMs.meanCi95);
    tallies[1].add(summary.e2eLatencyMs.p99Ci95);
    tallies[2].add(summary.throughput.requestsPerSecondCi95);
  }
  return tallies
    .filter((tally) => tally.intervals > 0)
    .map(({ figure, truth, intervals, holding }) => ({ load, requests, figure, truth, intervals, holding }));
}

class Tally {
  intervals = 0;
  holding = 0;

  constructor(
    readonly figure: string,
    readonly truth: number,
  ) {}

  add(interval: Interval): void {
    if (interval === null) return;
    this.intervals++;
    if (interval[0] <= this.truth && this.truth <= interval[1]) this.holding++;
  }
}
