import type { DecisionLog } from 'lockstep/core';
import type { Summary } from 'lockstep/metrics';
import { simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload } from 'lockstep/workload';
import type { System } from './system.js';

/** How much is simulated: independent replications of one length, each after a warm-up. */
export interface Effort {
  /** 10 or 30 */
  readonly replications: number;
  /** Requests in each, warm-up included. */
  readonly requests: number;
  /** Requests at the start of each that are cut. */
  readonly warmup: number;
}

// Whole batches of every size up to 64, so that nothing but the systems themselves decides a mean batch size.
export const FULL_EFFORT: Effort = { replications: 30, requests: 32_768, warmup: 2_048 };
export const SHORT_EFFORT: Effort = { replications: 10, requests: 8_192, warmup: 1_024 };

/** One simulated run. */
export interface Replication {
  readonly system: System;
  readonly log: DecisionLog;
  readonly summary: Summary;
  /** The first request that is measured. */
  readonly warmup: number;
}

/**
 * Simulates replication r = 1, 2, … of an item. Its seed is 1000 × the item's place in the reference file + r:
 * fixed beforehand, and different for all items, so that one unlucky draw fails one item only.
 */
export function* replicate(system: System, index: number, effort: Effort): Generator<Replication> {
  const { requests, warmup } = effort;
  for (let r = 1; r <= effort.replications; r++) {
    const seed = 1000 * index + r;
    const { log, summary } = simulate({
      ...system,
      workload: generatedWorkload({ outputTokens: fixed(1), ...system, count: requests, seed }),
      seed,
      warmup,
    });
    yield { system, log, summary, warmup };
  }
}
