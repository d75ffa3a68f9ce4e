import { LockstepError } from '../core/index.js';

/** The queue held `maxQueueSize` items. */
export class QueueFullError extends LockstepError {
  override readonly name = 'QueueFullError';
  readonly code = 'ERR_LOCKSTEP_QUEUE_FULL';

  constructor(
    maxQueueSize: number,
    /** When a place may be free, going by the batches so far (ms from now); null before the first batch has ended. */
    readonly retryAfterMs: number | null,
  ) {
    super(`the queue is full: ${maxQueueSize} items wait`);
  }
}

/** An item's deadline came before its answer, or cannot be met. */
export class DeadlineError extends LockstepError {
  override readonly name = 'DeadlineError';
  readonly code = 'ERR_LOCKSTEP_DEADLINE';

  constructor(
    message: string,
    /** Where the item stood: refused on submission, waiting, or running. */
    readonly when: 'submitted' | 'waiting' | 'running',
  ) {
    super(message);
  }
}

/** The batcher is draining: it takes nothing more, and what it held may be rejected too. */
export class DrainingError extends LockstepError {
  override readonly name = 'DrainingError';
  readonly code = 'ERR_LOCKSTEP_DRAINING';
}

/** A run failed as a whole; `cause` is what it threw. */
export class RunError extends LockstepError {
  override readonly name = 'RunError';
  readonly code = 'ERR_LOCKSTEP_RUN';
}

/** A run took longer than `runTimeoutMs`. */
export class RunTimeoutError extends LockstepError {
  override readonly name = 'RunTimeoutError';
  readonly code = 'ERR_LOCKSTEP_RUN_TIMEOUT';
}

/** More parts of an item's output waited unread than its stream may hold. */
export class UnreadPartsError extends LockstepError {
  override readonly name = 'UnreadPartsError';
  readonly code = 'ERR_LOCKSTEP_UNREAD_PARTS';
}
