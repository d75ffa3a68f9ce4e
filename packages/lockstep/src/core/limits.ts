import { ConfigurationError } from './errors.js';
import type { WaitRule } from './wait-rules.js';

/** @throws ConfigurationError for anything but an integer ≥ 1 or Infinity */
export function positiveInteger(name: string, value: number): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new ConfigurationError(`${name}: expected a whole number ≥ 1 or Infinity, got ${value}`);
}

/** How many requests can wait at most, and what bounds them, for the message. */
export interface MostWaiting {
  readonly count: number;
  /** Such as `the queue holds at most 3`. */
  readonly why: string;
}

/** @throws ConfigurationError if the wait rule asks for more requests than can ever wait */
export function refuseEndlessWait(wait: WaitRule, maxBatchSize: number, most: MostWaiting): void {
  const least = wait.least(maxBatchSize);
  if (least === Infinity) {
    throw new ConfigurationError(
      `wait rule ${wait.name}: an unbounded batch is never full, so it would wait for ever`,
    );
  }
  if (least > maxBatchSize) {
    throw new ConfigurationError(
      `wait rule ${wait.name}: expected at most the ${maxBatchSize} requests of a full batch, got ${least}`,
    );
  }
  if (least > most.count) {
    throw new ConfigurationError(
      `wait rule ${wait.name} starts with ${least} waiting requests, but ${most.why}: it would wait for ever`,
    );
  }
}
