import { ConfigurationError, type DecisionLog } from '../core/index.js';
import type { RunOptions } from './run-options.js';

/**
 * When each request of a run expires (an instant, ms); undefined where none does.
 * @throws ConfigurationError for an invalid timeout, also later, when it is asked for
 */
export function deadlinesOf(
  options: Pick<RunOptions, 'requestTimeoutMs'>,
  log: DecisionLog,
): ((request: number) => number) | undefined {
  if ('deadlineMs' in options) throw new ConfigurationError('deadlineMs: is named requestTimeoutMs now');
  const { requestTimeoutMs } = options;
  if (requestTimeoutMs === undefined || requestTimeoutMs === Infinity) return undefined;
  if (typeof requestTimeoutMs === 'function') {
    return (request) =>
      log.requests.arrivedAt[request]! + checked(requestTimeoutMs(request), ` of request ${request}`);
  }
  checked(requestTimeoutMs, '');
  return (request) => log.requests.arrivedAt[request]! + requestTimeoutMs;
}

function checked(requestTimeoutMs: number, whose: string): number {
  if (typeof requestTimeoutMs === 'number' && requestTimeoutMs >= 0) return requestTimeoutMs;
  throw new ConfigurationError(
    `requestTimeoutMs${whose}: expected milliseconds ≥ 0 or Infinity, got ${requestTimeoutMs}`,
  );
}

/** The longest deadline of a run's requests (ms after their arrival); Infinity where one of them has none. */
export function longestTimeoutMs(requestTimeoutMs: RunOptions['requestTimeoutMs'], requests: number): number {
  if (typeof requestTimeoutMs !== 'function') return requestTimeoutMs ?? Infinity;
  let longest = 0;
  for (let request = 0; request < requests; request++) {
    longest = Math.max(longest, requestTimeoutMs(request));
    if (longest === Infinity) break;
  }
  return longest;
}
