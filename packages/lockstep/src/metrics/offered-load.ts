import { roundingOf } from '../core/index.js';
import { isBoundFelt, type QueueBound } from './queue-bound.js';
import type { RunWindow } from './run-window.js';
import type { Capacity, Summary } from './summary.js';

export type Load = Pick<Summary, 'arrivalRate' | 'offeredLoad' | 'stable'>;

export interface LoadInputs {
  readonly capacity: Capacity | null;
  /** Whether arrivals keep coming whatever happens: only then is there an offered load. */
  readonly openLoop: boolean;
  /** The mean rate that the arrivals were given (requests/s); null where they were not: then it is measured. */
  readonly givenRate: number | null;
  readonly bound: QueueBound;
  readonly maxBatchSize: number;
}

/**
 * How the arrivals stand to the capacity. The rate is the given one where there is one: a run draws its arrivals, and
 * whether it is stable must not hang on the draw.
 */
export function offeredLoad(window: RunWindow, inputs: LoadInputs): Load {
  const { capacity, openLoop, givenRate, bound, maxBatchSize } = inputs;
  const arrivalRate = openLoop ? arrivalRateOf(window, givenRate) : null;
  if (arrivalRate === null || capacity === null) return { arrivalRate, offeredLoad: null, stable: null };
  const load = withoutRounding(arrivalRate.requestsPerSecond / capacity.requestsPerSecond);
  const stable =
    load < 1 || isBoundFelt(bound, maxBatchSize, capacity.requestsPerSecond, load, window.submitted);
  return { arrivalRate, offeredLoad: load, stable };
}

/** A capacity is a mean over up to 10,000 batches, whose times are added up: their rounding must not decide what is stable. */
function withoutRounding(load: number): number {
  return Math.abs(load - 1) <= roundingOf(1, 10_000) ? 1 : load;
}

/** Measured: (n − 1) / (last − first arrival). */
function arrivalRateOf({ from, log, submitted }: RunWindow, givenRate: number | null): Load['arrivalRate'] {
  if (givenRate !== null) return { requestsPerSecond: givenRate, measured: false };
  if (submitted < 2) return null;
  const spanMs = log.requests.arrivedAt[log.requestCount - 1]! - from;
  return spanMs > 0 ? { requestsPerSecond: ((submitted - 1) * 1000) / spanMs, measured: true } : null;
}
