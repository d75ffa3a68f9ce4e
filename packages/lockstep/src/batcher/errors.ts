/** The queue held `maxQueueSize` items. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';

  constructor(
    maxQueueSize: number,
    /** When a place may be free, going by the batches so far (ms from now); null before the first batch has ended. */
    readonly retryAfterMs: number | null,
  ) {
    super(`the queue is full: ${maxQueueSize} items wait`);
  }
}

/** An item's deadline came before its answer, or cannot be met. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(
    message: string,
    /** Where the item stood: refused on submission, waiting, or running. */
    readonly when: 'submitted' | 'waiting' | 'running',
  ) {
    super(message);
  }
}

/** The batcher is draining: it takes nothing more, and what it held may be rejected too. */
export class DrainingError extends Error {
  override readonly name = 'DrainingError';
}

/** A run failed as a whole; `cause` is what it threw. */
export class RunError extends Error {
  override readonly name = 'RunError';
}

/** A run took longer than `runTimeoutMs`. */
export class RunTimeoutError extends Error {
  override readonly name = 'RunTimeoutError';
}
