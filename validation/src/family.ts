import type { WaitRule } from 'lockstep/core';
import type { CostModel } from 'lockstep/cost';
import type { LengthDistribution, OpenArrivals } from 'lockstep/workload';
import type { Share } from './estimate.js';
import type { Replication } from './replicate.js';
import type { Inputs } from './reference.js';

/** All items of one id: how each becomes a system of Lockstep's, and what is read off it. One file each. */
export type Family = RandomFamily | ExactFamily;

/** Items with random arrivals or lengths: simulated, and compared within their own noise. */
export interface RandomFamily {
  readonly kind: 'random';
  readonly id: string;
  /** The system in one sentence. */
  readonly about: string;
  /** The system of one item. One unit of the item's time is one second. */
  system(inputs: Inputs): System;
  /** What one replication says, in the item's units and under its names; of each, at least those expected. */
  measure(replication: Replication): Record<string, number | Share>;
  /** Expected names that are upper bounds, each with the name that it bounds. */
  readonly bounds?: Readonly<Record<string, string>>;
}

/** Items without randomness: computed, and compared within their tolerance. */
export interface ExactFamily {
  readonly kind: 'exact';
  readonly id: string;
  readonly about: string;
  compute(inputs: Inputs): Record<string, number>;
}

export interface System {
  readonly arrivals: OpenArrivals;
  readonly wait: WaitRule;
  readonly maxBatchSize: number;
  readonly cost: CostModel;
  /** Default: 1 token each. */
  readonly promptTokens?: LengthDistribution;
  /** Default: 1 token each. */
  readonly outputTokens?: LengthDistribution;
}

/** One unit of an item's time. */
export const UNIT_MS = 1000;
