import type { Release } from 'lockstep/metrics';

/** Raised whenever a line of the file changes its meaning; new fields leave it as it is. */
export const DECISION_FORMAT = 1;

/**
 * Characters of the longest line that is read, a batch of about 300,000 requests; no longer one is written, as more than
 * that many bytes may not wait for the disk.
 */
export const MOST_LINE_CHARACTERS = 64 * 1024 ** 2;

/** Under which configuration a live run was made. */
export interface LiveRun {
  /** The engine as the command line writes it, such as `llama:model.gguf`. */
  readonly engine: string;
  readonly model: string;
  /** An integer ≥ 1, or Infinity (JSON: null). */
  readonly maxBatchSize: number;
  /** The wait rule as the command line writes it, such as `oldest:20ms`. */
  readonly wait: string;
  readonly release: Release;
  /** Most requests that may wait: an integer ≥ 1, or Infinity (JSON: null). */
  readonly maxQueueSize: number;
  /** When it began, by the wall clock. */
  readonly startedAt: Date;
  /** The same moment by the clock of all its instants: milliseconds of `performance.now()`. */
  readonly originAt: number;
  /** How many of the run's milliseconds pass in one of that clock's: > 0 (default 1). */
  readonly speed?: number;
}
