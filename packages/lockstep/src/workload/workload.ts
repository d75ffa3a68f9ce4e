import { type DecisionLog, LockstepError, type RequestTerms } from '../core/index.js';
import type { Random } from '../random/index.js';

/** Lengths of one request, in tokens. */
export interface Lengths {
  /** ≥ 0 */
  promptTokens: number;
  /** ≥ 1 */
  outputTokens: number;
}

/** Who arrives when, with which lengths. Opening it twice gives the same requests. */
export interface Workload {
  /** Requests that will be submitted. */
  readonly count: number;
  /** `open`: arrivals do not depend on answers. `closed`: users wait for theirs. `burst`: all at once. */
  readonly kind: 'open' | 'closed' | 'burst';
  /**
   * The mean rate in the long run that its arrivals were given (requests/s); null or left out where they have none, or
   * only the one that can be measured of them.
   */
  readonly rate?: number | null;
  /**
   * How uneven its arrivals are: the variance over the mean of their number in a long time, 1 for Poisson arrivals; null or
   * left out where they have none.
   */
  readonly dispersion?: number | null;
  /** Users of a closed loop: no more requests than this can ever wait. Undefined otherwise. */
  readonly users?: number;
  /** Draws the lengths of one request independently of all others, into `into`; a trace draws one of its rows. */
  drawLengths(random: Random, into: Lengths): void;
  /**
   * Draws what one request asks for, independently of all others; undefined for nothing. Left out where no request asks for
   * anything. Its source writes the terms of the requests themselves into the log.
   */
  drawTerms?(random: Random): RequestTerms | undefined;
  /** Starts over from the first request. */
  open(): ArrivalSource;
}

/** One pass over a workload, driven by a simulation. */
export interface ArrivalSource {
  /** When the next request arrives (ms); Infinity while none is due. Never before an instant already told. */
  readonly nextAt: number;
  /** True when no more requests will come, whatever happens. */
  readonly exhausted: boolean;
  /**
   * Takes the next request: adds it to the log at `nextAt` (log.arrive), with what it asks for (log.setTerms), and moves on.
   * Returns its id.
   */
  take(log: DecisionLog): number;
  /** A closed loop is told when a request's answer left, or that it left without one. */
  left?(request: number, at: number, outcome: 'completed' | 'rejected' | 'cancelled' | 'expired'): void;
}

/** A workload's parameters or a trace are wrong; the message says what was expected and what came. */
export class WorkloadError extends LockstepError {
  override readonly name = 'WorkloadError';

  /** @param code `ERR_LOCKSTEP_TIME_UNIT` for a trace whose unit of time has to be given (default `ERR_LOCKSTEP_WORKLOAD`) */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly code: 'ERR_LOCKSTEP_WORKLOAD' | 'ERR_LOCKSTEP_TIME_UNIT' = 'ERR_LOCKSTEP_WORKLOAD',
  ) {
    super(message, options);
  }
}
