import type { Sampling } from './choose-token.js';

/** One row of a batch, as the model's thread sees it: tokens, no text. */
export interface BatchRow {
  /** The prompt: at least one token. */
  readonly tokens: readonly number[];
  /** Most output tokens: an integer ≥ 1. */
  readonly maxTokens: number;
  /** The tokens that end the row. */
  readonly endTokens: readonly number[];
  readonly sampling: Sampling;
}

export interface Batch {
  readonly rows: readonly BatchRow[];
  /** What fills a row that has no token of its own. */
  readonly padToken: number;
  /** One per row, in memory that threads share: 1 once the row is not wanted any more. Read before every step. */
  readonly ended: Uint8Array<SharedArrayBuffer>;
}

/** In a step's tokens: the row came to its natural end. */
export const END = -1;
/** In a step's tokens: the row had ended before. */
export const NO_TOKEN = -2;
