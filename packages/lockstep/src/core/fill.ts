import type { WaitingRequest } from './order.js';

/**
 * Who goes along? Chooses a batch among the first requests in order. Made by a factory; a scheduler without a fill takes
 * them in order, as many as a batch holds. A batch counts as full when `maxBatchSize` requests wait, however many are chosen.
 */
export interface Fill {
  /** How messages call it, such as `tokens`. */
  readonly name: string;
  /** How many of the first requests in order it looks at: an integer ≥ 1, or Infinity for all. */
  window(maxBatchSize: number): number;
  /**
   * The batch, in the order of its slots.
   * @param candidates the first in order, from 1 up to the window
   * @returns some of them, each once, at most `maxBatchSize`; `candidates[0]` always goes, so that none waits forever
   */
  choose(candidates: readonly WaitingRequest[], maxBatchSize: number): readonly WaitingRequest[];
}
