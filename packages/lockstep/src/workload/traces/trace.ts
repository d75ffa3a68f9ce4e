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
