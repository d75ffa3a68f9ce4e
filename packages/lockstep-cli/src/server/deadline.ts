import { ApiError } from './error-table.js';
import { LONGEST_REQUEST_MS } from './server-options.js';
import { shown } from './parameters/shown.js';

/** By which a client says how many seconds it will wait. */
export const TIMEOUT_HEADER = 'x-request-timeout';

/**
 * What is left of a request's time (ms, > 0, or Infinity): the server's limit or, if that is less, what the client's
 * header says.
 * @param elapsedMs since the whole of the request had come
 * @throws ApiError for a header that is no number of seconds above 0 and up to a day, and where nothing is left
 */
export function timeLeft(
  header: string | string[] | undefined,
  requestTimeoutMs: number,
  elapsedMs: number,
): number {
  const asked = header === undefined ? Infinity : milliseconds(header);
  const left = Math.min(asked, requestTimeoutMs) - elapsedMs;
  if (left <= 0) throw new ApiError('deadline');
  return left;
}

function milliseconds(header: string | string[]): number {
  const ms = typeof header === 'string' && /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : NaN;
  if (ms > 0 && ms <= LONGEST_REQUEST_MS) return ms;
  throw new ApiError(
    'invalid',
    `${TIMEOUT_HEADER}: expected seconds above 0 and up to a day, such as 30 or 0.5, got ${shown(header)}`,
  );
}
