import type { Share } from './estimate.js';
import type { Replication } from './replicate.js';
import type { Inputs } from './reference.js';
import type { System } from './system.js';

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

/** One unit of an item's time. */
export const UNIT_MS = 1000;
