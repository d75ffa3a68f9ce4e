import type { RequestColumns } from '../column-source.js';
import type { TraceFormatName } from './formats.js';
import type { DATES, TimeUnit } from './time-unit.js';

/** Recorded requests in arrival order, at least one; `arrivedAt` counts from the first of them, in ms. */
export interface Trace extends RequestColumns {
  /** Where it comes from, for messages. */
  readonly file: string;
  readonly format: TraceFormatName;
  /** In which unit the instants of the file were read: as its format says, or as it was given. */
  readonly unit: TimeUnit | typeof DATES;
  /** Failed requests that were left out on demand. */
  readonly skipped: number;
}

/**
 * The arrival rate of a trace, (n − 1) / (last − first arrival), in requests/s; null where it has none: a single
 * request, or all at once.
 */
export function traceRate(trace: RequestColumns): number | null {
  const count = trace.arrivedAt.length;
  const spanMs = trace.arrivedAt[count - 1]! - trace.arrivedAt[0]!;
  return spanMs > 0 ? ((count - 1) * 1000) / spanMs : null;
}

/** Fewest windows in which arrivals are counted, and the fewest arrivals in one of them on average. */
const LEAST_WINDOWS = 16;
const LEAST_PER_WINDOW = 8;

/**
 * The index of dispersion of a trace: variance over mean of the arrivals in windows of equal length, at the length at
 * which it is largest, of 1/16 of the trace and halves of that for as long as eight requests fall into a window. A
 * trace tells of no longer time. Null for a trace without a rate, or of fewer than 128 requests.
 */
export function traceDispersion({ arrivedAt }: RequestColumns): number | null {
  const count = arrivedAt.length;
  const from = arrivedAt[0]!;
  const spanMs = arrivedAt[count - 1]! - from;
  if (!(spanMs > 0)) return null;
  let largest: number | null = null;
  let windows = LEAST_WINDOWS;
  for (; windows * LEAST_PER_WINDOW <= count; windows *= 2) {
    const mean = count / windows;
    let squares = 0;
    let request = 0;
    for (let window = 1; window <= windows; window++) {
      const first = request;
      const end = window === windows ? Infinity : from + (window * spanMs) / windows;
      while (request < count && arrivedAt[request]! < end) request++;
      squares += (request - first - mean) ** 2;
    }
    largest = Math.max(largest ?? 0, squares / (windows - 1) / mean);
  }
  return largest;
}
