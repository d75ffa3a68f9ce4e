import { ConfigurationError, type DecisionLog } from '../core/index.js';
import type { RunOptions } from './run-options.js';

/**
 * When each request of a run expires (an instant, ms); undefined where none does.
 * @throws ConfigurationError for a deadline that is none, also later, when it is asked for
 */
export function deadlinesOf(
  deadlineMs: RunOptions['deadlineMs'],
  log: DecisionLog,
): ((request: number) => number) | undefined {
  if (deadlineMs === undefined || deadlineMs === Infinity) return undefined;
  if (typeof deadlineMs === 'function') {
    return (request) =>
      log.requests.arrivedAt[request]! + checked(deadlineMs(request), ` of request ${request}`);
  }
  checked(deadlineMs, '');
  return (request) => log.requests.arrivedAt[request]! + deadlineMs;
}

function checked(deadlineMs: number, whose: string): number {
  if (typeof deadlineMs === 'number' && deadlineMs >= 0) return deadlineMs;
  throw new ConfigurationError(
    `deadlineMs${whose}: expected milliseconds ≥ 0 or Infinity, got ${deadlineMs}`,
  );
}

/** The longest deadline of a run's requests (ms after their arrival); Infinity where one of them has none. */
export function longestDeadlineMs(deadlineMs: RunOptions['deadlineMs'], requests: number): number {
  if (typeof deadlineMs !== 'function') return deadlineMs ?? Infinity;
  let longest = 0;
  for (let request = 0; request < requests; request++) {
    longest = Math.max(longest, deadlineMs(request));
    if (longest === Infinity) break;
  }
  return longest;
}
