import { ConfigurationError } from './errors.js';

/** What a wait rule may look at: the requests of one key that wait while the engine is free. */
export interface OpenBatch {
  /** Requests waiting, at least 1. */
  readonly size: number;
  readonly maxBatchSize: number;
  /**
   * When the engine became free (ms) after the batch that ran, or had run last, when the first of these requests came;
   * -Infinity if none had. Without keys: when the engine became free.
   */
  readonly engineFreeAt: number;
  /** Arrival of the oldest request still waiting (ms). */
  readonly oldestArrivedAt: number;
  /** Arrival of the newest request taken in, cancelled since or not (ms). */
  readonly newestArrivedAt: number;
}

/** Decides how long a batch that is not full is held open for company. */
export interface WaitRule {
  readonly name: 'atleast' | 'full' | 'none' | 'oldest' | 'window' | 'gap';
  /** The wait (ms), 0 for rules without a clock. */
  readonly waitMs: number;
  /** How many requests must wait before the rule would ever close a batch by itself. */
  least(maxBatchSize: number): number;
  /**
   * The instant (ms) at which the batch closes if nothing else happens: -Infinity at once, Infinity never, NaN is refused.
   * Follows from `open` alone: with several keys it is asked once after each change of a key's open batch.
   */
  closesAt(open: OpenBatch): number;
}

/**
 * Starts once `count` requests wait: Neuts' (a, b) rule.
 * @param count an integer ≥ 1, at most the scheduler's `maxBatchSize`
 * @throws ConfigurationError for any other count
 */
export function atLeast(count: number): WaitRule {
  if (!Number.isInteger(count) || count < 1) {
    throw new ConfigurationError(`atleast: expected a whole number of requests ≥ 1, got ${count}`);
  }
  return {
    name: 'atleast',
    waitMs: 0,
    least: () => count,
    closesAt: (open) => (open.size >= count ? -Infinity : Infinity),
  };
}

/** Starts once `maxBatchSize` requests wait: textbook static batching, `atLeast(maxBatchSize)`. */
export function full(): WaitRule {
  return { name: 'full', waitMs: 0, least: (maxBatchSize) => maxBatchSize, closesAt: () => Infinity };
}

/** Starts whatever waits as soon as the engine is free: `atLeast(1)`, greedy batching. */
export function none(): WaitRule {
  return { name: 'none', waitMs: 0, least: () => 1, closesAt: () => -Infinity };
}

/**
 * Starts when the oldest waiting request has waited `waitMs` (as Triton and TF Serving do).
 * @param waitMs milliseconds, finite, ≥ 0
 * @throws ConfigurationError for any other wait
 */
export function oldest(waitMs: number): WaitRule {
  return timed('oldest', waitMs, (open) => open.oldestArrivedAt);
}

/**
 * Starts `waitMs` after max(engine free, first waiting arrival) (as Ray Serve and TorchServe do).
 * @param waitMs milliseconds, finite, ≥ 0
 * @throws ConfigurationError for any other wait
 */
export function window(waitMs: number): WaitRule {
  return timed('window', waitMs, (open) => Math.max(open.engineFreeAt, open.oldestArrivedAt));
}

/**
 * Starts when `waitMs` have passed without another request being taken; each one taken restarts the clock.
 * @param waitMs milliseconds, finite, ≥ 0
 * @throws ConfigurationError for any other wait
 */
export function gap(waitMs: number): WaitRule {
  return timed('gap', waitMs, (open) => Math.max(open.engineFreeAt, open.newestArrivedAt));
}

function timed(
  name: 'oldest' | 'window' | 'gap',
  waitMs: number,
  anchor: (open: OpenBatch) => number,
): WaitRule {
  if (!Number.isFinite(waitMs) || waitMs < 0) {
    throw new ConfigurationError(`${name}: expected a finite wait ≥ 0 ms, got ${waitMs}`);
  }
  return { name, waitMs, least: () => 1, closesAt: (open) => anchor(open) + waitMs };
}
