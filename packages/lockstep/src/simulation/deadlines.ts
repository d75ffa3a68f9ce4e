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
