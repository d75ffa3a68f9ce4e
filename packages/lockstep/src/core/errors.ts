/** What programs tell errors apart by: a code never changes, a message may. */
export type LockstepErrorCode = `ERR_LOCKSTEP_${string}`;

/**
 * Every error that Lockstep throws or rejects with by itself. What code of yours throws (`run`, a callback, the reason of a
 * signal) is passed on as it is. `docs/batcher.md` lists the codes.
 */
export abstract class LockstepError extends Error {
  abstract readonly code: LockstepErrorCode;
}

/** An argument or an option of a call is invalid; the message says what was expected and what came. */
export class ArgumentError extends LockstepError {
  override readonly name = 'ArgumentError';
  readonly code = 'ERR_LOCKSTEP_ARGUMENT';
}

/** A scheduler configuration that cannot work, such as one that would wait for ever. */
export class ConfigurationError extends LockstepError {
  override readonly name = 'ConfigurationError';
  readonly code = 'ERR_LOCKSTEP_CONFIGURATION';
}

/** The driver broke the scheduler's contract: time ran backwards, an id came twice, a batch ended that never ran. */
export class ProtocolError extends LockstepError {
  override readonly name = 'ProtocolError';
  readonly code = 'ERR_LOCKSTEP_PROTOCOL';
}

/**
 * The engine itself is down: it has lost its connection, its process or its model. No row of the batch is the cause, so
 * a batcher does not split a batch that fails with it, and runs none of its rows again.
 */
export class EngineDownError extends LockstepError {
  override readonly name = 'EngineDownError';
  readonly code = 'ERR_LOCKSTEP_ENGINE_DOWN';

  constructor(
    message: string,
    /** When the engine may be asked again (ms from now, ≥ 0); null if that is not known. */
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A batch does not fit into the engine, such as into its memory; fewer of its rows do. A batcher then runs the rows again
 * in batches of at most `largestBatchSize`.
 */
export class BatchTooLargeError extends LockstepError {
  override readonly name = 'BatchTooLargeError';
  readonly code = 'ERR_LOCKSTEP_BATCH_TOO_LARGE';

  constructor(
    message: string,
    /** How many rows as long as the longest of this batch fit: an integer ≥ 1 and below the size of the batch. */
    readonly largestBatchSize: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
