import { ConfigurationError } from './errors.js';

/** What a wait rule may look at: the requests of one key that wait while an engine is free. */
export interface OpenBatch {
  /** Requests waiting, at least 1. */
  readonly size: number;
  readonly maxBatchSize: number;
  /**
   * When an engine became free (ms) after the batches that ran, or had run last, when the first of these requests came;
   * -Infinity if one had been free from the beginning. With one engine and without keys: when the engine became free.
   */
  readonly engineFreeAt: number;
  /** Arrival of the oldest request still waiting (ms). */
  readonly oldestArrivedAt: number;
  /** Arrival of the newest request taken in, cancelled since or not (ms). */
  readonly newestArrivedAt: number;
}

/** When does a batch start? Decides how long a batch that is not full is held open for more requests. */
export interface WaitRule {
  /** How messages call it, such as `oldest`. */
  readonly name: string;
  /** The wait (ms), 0 for rules without a clock. */
  readonly waitMs: number;
  /** How many requests must wait before the rule would ever close a batch by itself. */
  least(maxBatchSize: number): number;
  /**
   * The instant (ms) at which the batch closes if nothing else happens: -Infinity at once, Infinity never, NaN is refused.
   * Follows from `open` alone: with several keys it is asked once after each change of a key's open batch.
   */
  closesAt(open: OpenBatch): number;
  /**
   * The same rule with all its durations multiplied by a factor > 0, for a clock that goes faster or slower. A rule without
   * a clock leaves it out: it stays as it is.
   */
  scaled?(factor: number): WaitRule;
}

/** The same rule on a clock on which every duration is `factor` (> 0) times as long. */
export function scaledWait(rule: WaitRule, factor: number): WaitRule {
  return rule.scaled?.(factor) ?? rule;
}

/** Whether one request alone may wait until the end or a drain: the rule counts, and has no clock. */
export function waitsForOthers(rule: WaitRule, maxBatchSize: number): boolean {
  return rule.least(maxBatchSize) > 1;
}

/** Whether the rule ever closes a batch that is not full: true for all but `full` and what equals it. */
export function closesBeforeFull(rule: WaitRule, maxBatchSize: number): boolean {
  return rule.least(maxBatchSize) < maxBatchSize;
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
  return timed('oldest', oldest, waitMs, (open) => open.oldestArrivedAt);
}

/**
 * Starts `waitMs` after max(engine free, first waiting arrival) (as Ray Serve and TorchServe do).
 * @param waitMs milliseconds, finite, ≥ 0
 * @throws ConfigurationError for any other wait
 */
export function window(waitMs: number): WaitRule {
  return timed('window', window, waitMs, (open) => Math.max(open.engineFreeAt, open.oldestArrivedAt));
}

/**
 * Starts when `waitMs` have passed without another request being taken; each one taken restarts the clock.
 * @param waitMs milliseconds, finite, ≥ 0
 * @throws ConfigurationError for any other wait
 */
export function gap(waitMs: number): WaitRule {
  return timed('gap', gap, waitMs, (open) => Math.max(open.engineFreeAt, open.newestArrivedAt));
}

function timed(
  name: string,
  make: (waitMs: number) => WaitRule,
  waitMs: number,
  anchor: (open: OpenBatch) => number,
): WaitRule {
  if (!Number.isFinite(waitMs) || waitMs < 0) {
    throw new ConfigurationError(`${name}: expected a finite wait ≥ 0 ms, got ${waitMs}`);
  }
  return {
    name,
    waitMs,
    least: () => 1,
    closesAt: (open) => anchor(open) + waitMs,
    scaled: (factor) => make(waitMs * factor),
  };
}
