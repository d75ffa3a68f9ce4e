import type { QueueBound } from './queue-bound.js';
import type { Capacity } from './summary.js';

/** What decides how long a queue remembers: configuration alone, nothing of what happened. */
export interface RelaxationInputs {
  readonly offeredLoad: number | null;
  readonly capacity: Capacity | null;
  /** Index of dispersion of the arrivals; null where it is not known. */
  readonly dispersion: number | null;
  readonly maxBatchSize: number;
  readonly bound: QueueBound;
  /** Users of a closed loop; undefined for others. */
  readonly users: number | undefined;
}

/**
 * About how many requests pass until a queue has forgotten its past, by the diffusion approximation of a queue:
 * the backlog of a busy engine is a random walk with drift 1 − load and variance v per request, kept at or above 0,
 * and such a walk relaxes in a time in proportion to v / (1 − load)² (Harrison, *Brownian Motion and Stochastic Flow
 * Systems*, 1985; for this use Whitt, "Planning queueing simulations", Management Science 35, 1989). Here
 * v = dispersion of the arrivals + batch size · cv² of the execution of a full batch, as b requests share one draw of it.
 *
 * A bound on the queue keeps the walk from above too: 1/R = (1 − load)²/v + π²·v/room², room in requests. So there is a
 * relaxation at and above a load of 1. The requests of one batch hang together whatever the load, and those of a closed
 * loop as long as it takes all users to ask.
 * @returns requests; null where the configuration does not tell
 */
export function relaxationOf(inputs: RelaxationInputs): number | null {
  const { offeredLoad, capacity, dispersion, maxBatchSize, bound, users } = inputs;
  const leastForBatch = maxBatchSize === Infinity ? 0 : maxBatchSize / 2;
  if (users !== undefined) return Math.max(users, Math.min(leastForBatch, users));
  if (offeredLoad === null || capacity === null || dispersion === null) return null;
  const variance = dispersion + maxBatchSize * capacity.executionCv ** 2;
  if (variance === 0) return leastForBatch;
  const waiting = Math.min(bound.maxQueueSize, (capacity.requestsPerSecond * bound.longestTimeoutMs) / 1000);
  const room = waiting + maxBatchSize;
  const rate = (1 - offeredLoad) ** 2 / variance + (Math.PI ** 2 * variance) / room ** 2;
  return Math.max(leastForBatch, 1 / rate);
}
