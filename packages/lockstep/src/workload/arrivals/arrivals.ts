import type { Random } from '../../random/index.js';
import { WorkloadError } from '../workload.js';

/** When requests come. Each kind is made by a factory of its own, one file each. */
export type Arrivals = OpenArrivals | ClosedArrivals;

/** A process that knows all its instants beforehand: they do not depend on answers. */
export interface OpenArrivals extends Rated {
  readonly kind: 'open' | 'burst';
  /**
   * Index of dispersion: the variance over the mean of the number of arrivals in a long time, ≥ 0; 1 for Poisson. Null
   * where they have none (all at once).
   */
  readonly dispersion: number | null;
  /** Fills `into` with the instants of the first requests (ms): the first is 0, and none is before its forerunner. */
  draw(random: Random, into: Float64Array): void;
}

/** Users who ask again some time after their last answer. */
export interface ClosedArrivals extends Rated {
  readonly kind: 'closed';
  /** An integer ≥ 1. */
  readonly users: number;
  /** Draws the time from an answer to the same user's next request (ms), ≥ 0. */
  drawThinkMs(random: Random): number;
}

interface Rated {
  /** As the command line writes it, such as `poisson:3`. */
  readonly name: string;
  /** Nominal mean rate in the long run (requests/s); null where there is none (all at once, closed loop). */
  readonly rate: number | null;
  /**
   * The same process at another rate, its shape kept: all gaps are stretched alike.
   * @param rate requests/s, finite, > 0
   * @throws WorkloadError for another rate, or where there is no rate to set
   */
  withRate(rate: number): Arrivals;
}

/** The `withRate` of arrivals that have no rate. */
export function withoutRate(name: string): (rate: number) => never {
  return (rate) => {
    throw new WorkloadError(`${name} has no arrival rate, so it cannot be set to ${rate} requests/s`);
  };
}
