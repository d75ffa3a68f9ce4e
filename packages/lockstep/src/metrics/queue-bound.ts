/** What keeps a queue from growing without end. */
export interface QueueBound {
  /** Most requests that may wait; Infinity for any number. */
  readonly maxQueueSize: number;
  /** The longest deadline of a request (ms after its arrival); Infinity where one has none. */
  readonly longestTimeoutMs: number;
}

export const NO_BOUND: QueueBound = { maxQueueSize: Infinity, longestTimeoutMs: Infinity };

/** Whether any bound is set. */
export function isBounded({ maxQueueSize, longestTimeoutMs }: QueueBound): boolean {
  return maxQueueSize < Infinity || longestTimeoutMs < Infinity;
}

/**
 * Whether a bound on the queue makes itself felt in a run of so many requests: then there is a steady state at every
 * offered load, in which the excess is lost. It depends on the configuration and the number of requests alone, not on
 * what happened.
 *
 * Above a load of 1 the queue grows by requests · (1 − 1 / load) in the mean, and by chance by about √requests. A bound
 * that neither of them reaches is none for this run.
 * @param capacity requests/s
 */
export function isBoundFelt(
  { maxQueueSize, longestTimeoutMs }: QueueBound,
  maxBatchSize: number,
  capacity: number,
  offeredLoad: number,
  requests: number,
): boolean {
  const waiting = Math.min(maxQueueSize, (capacity * longestTimeoutMs) / 1000);
  const room = waiting + maxBatchSize;
  return requests * (1 - 1 / offeredLoad) >= room || requests >= room * room;
}
