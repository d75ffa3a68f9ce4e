import { ConfigurationError } from './errors.js';
import type { WaitRule } from './wait-rules.js';

/** @throws ConfigurationError for anything but an integer ≥ 1 or Infinity */
export function positiveInteger(name: string, value: number): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new ConfigurationError(`${name}: expected a whole number ≥ 1 or Infinity, got ${value}`);
}

/** @throws ConfigurationError if the wait rule asks for more requests than can ever wait */
export function refuseEndlessWait(wait: WaitRule, maxBatchSize: number, maxQueueSize: number): void {
  const least = wait.least(maxBatchSize);
  if (least === Infinity) {
    throw new ConfigurationError(
      'wait rule full: an unbounded batch is never full, so it would wait for ever',
    );
  }
  if (least > maxBatchSize) {
    throw new ConfigurationError(
      `wait rule ${wait.name}: expected at most the ${maxBatchSize} requests of a full batch, got ${least}`,
    );
  }
  if (least > maxQueueSize) {
    throw new ConfigurationError(
      `wait rule ${wait.name} starts with ${least} waiting requests, but the queue holds at most ` +
        `${maxQueueSize}: it would wait for ever`,
    );
  }
}
