import { positive, wholeNumber } from '../parameters.js';
import { WorkloadError } from '../workload.js';
import { type Trace, traceRate } from './trace.js';

export interface TraceSlice {
  /** Keep arrivals from this instant on (ms from the trace's first arrival), ≥ 0 (default 0). */
  readonly fromMs?: number;
  /** Keep arrivals before this instant (ms), > fromMs (default Infinity). */
  readonly toMs?: number;
}

/**
 * The requests that arrive in [from, to); the first of them arrives at 0.
 * @throws WorkloadError for other limits, or if no request is left
 */
export function sliceTrace(trace: Trace, slice: TraceSlice): Trace {
  const { fromMs = 0, toMs = Infinity } = slice;
  if (!(fromMs >= 0 && fromMs < toMs)) {
    throw new WorkloadError(`slice of a trace: expected 0 ≤ from < to, got from ${fromMs} ms to ${toMs} ms`);
  }
  const first = firstFrom(trace.arrivedAt, fromMs);
  const end = firstFrom(trace.arrivedAt, toMs);
  if (first === end) {
    const until = toMs === Infinity ? 'on' : `to ${toMs / 1000} s`;
    throw new WorkloadError(
      `${trace.file}: expected a request from ${fromMs / 1000} s ${until}, got none; the last of ` +
        `${trace.arrivedAt.length} arrives ${(trace.arrivedAt.at(-1)! / 1000).toFixed(3)} s after the first`,
    );
  }
  const start = trace.arrivedAt[first]!;
  return { ...rows(trace, first, end), arrivedAt: mapped(trace.arrivedAt, first, end, (at) => at - start) };
}

/**
 * The first `count` requests, or all if there are fewer.
 * @param count a whole number ≥ 1
 * @throws WorkloadError for another count
 */
export function firstOf(trace: Trace, count: number): Trace {
  wholeNumber('first requests of a trace', count, 1);
  return rows(trace, 0, Math.min(count, trace.arrivedAt.length));
}

/**
 * The same requests with `factor` times the load: every gap is divided by it.
 * @param factor finite, > 0; 2 makes requests come twice as fast
 * @throws WorkloadError for another factor
 */
export function scaleTrace(trace: Trace, factor: number): Trace {
  positive('scale of a trace', factor);
  const { arrivedAt: before } = trace;
  const arrivedAt = mapped(before, 0, before.length, (at) => at / factor);
  if (!Number.isFinite(arrivedAt.at(-1))) {
    throw new WorkloadError(`scale of a trace: expected a factor that leaves instants finite, got ${factor}`);
  }
  return { ...trace, arrivedAt };
}

/**
 * The same requests at another arrival rate (see `traceRate`): all gaps are stretched alike.
 * @param rate requests/s, finite, > 0
 * @throws WorkloadError for another rate, or for a trace that has none
 */
export function scaleTraceToRate(trace: Trace, rate: number): Trace {
  positive('rate of a trace (requests/s)', rate);
  const own = traceRate(trace);
  if (own === null) {
    throw new WorkloadError(
      `${trace.file}: expected requests at two different instants at least, to scale them to ${rate} ` +
        `requests/s, got ${trace.arrivedAt.length} at one`,
    );
  }
  return scaleTrace(trace, rate / own);
}

/** Index of the first arrival at or after an instant. */
function firstFrom(arrivedAt: Float64Array, instant: number): number {
  let low = 0;
  let high = arrivedAt.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrivedAt[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same trace with fewer rows; the columns are views, not copies. */
function rows(trace: Trace, first: number, end: number): Trace {
  return {
    ...trace,
    arrivedAt: trace.arrivedAt.subarray(first, end),
    promptTokens: trace.promptTokens.subarray(first, end),
    outputTokens: trace.outputTokens.subarray(first, end),
  };
}

function mapped(
  column: Float64Array,
  first: number,
  end: number,
  change: (value: number) => number,
): Float64Array {
  return column.subarray(first, end).map(change);
}
