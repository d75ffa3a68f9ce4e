import { notNegative, wholeNumber } from '../parameters.js';
import { exponential } from '../variates.js';
import { type ClosedArrivals, withoutRate } from './arrivals.js';

export interface ClosedLoopOptions {
  /** From an answer to the same user's next request (ms), finite, ≥ 0 (default 0). */
  readonly thinkMs?: number;
  /** `fixed`: always `thinkMs` (default). `exponential`: drawn anew each time, with `thinkMs` as its mean. */
  readonly thinkTime?: 'fixed' | 'exponential';
}

/**
 * Users who each wait for their answer, think, and ask again. Every user asks for the first time at 0.
 * A cancelled or expired request counts as answered; after a rejection its user comes back after max(think time, 1 ms),
 * so that a full queue cannot be asked forever at one instant.
 * @param users an integer ≥ 1
 * @throws WorkloadError for other values
 */
export function closedLoop(users: number, options: ClosedLoopOptions = {}): ClosedArrivals {
  const thinkMs = options.thinkMs ?? 0;
  wholeNumber('closed: users', users, 1);
  notNegative('closed: think time (ms)', thinkMs);
  const random = options.thinkTime === 'exponential';
  const name = `closed:${users}:think=${thinkMs}ms${random ? ':exponential' : ''}`;
  return {
    kind: 'closed',
    name,
    rate: null,
    withRate: withoutRate(name),
    users,
    drawThinkMs: random ? (stream) => thinkMs * exponential(stream) : () => thinkMs,
  };
}
