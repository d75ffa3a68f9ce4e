import { LockstepError } from '../core/index.js';

/** A request that an engine cannot serve; the message says what was expected and what came. */
export class RequestError extends LockstepError {
  override readonly name = 'RequestError';
  readonly code = 'ERR_LOCKSTEP_REQUEST';

  constructor(
    /** The field of `GenerationRequest` that is wrong. */
    readonly parameter: string,
    message: string,
    /** `context-length` when the prompt, with what is to be generated, does not fit. */
    readonly reason: 'invalid' | 'unsupported' | 'context-length' = 'invalid',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An engine that cannot be set up: its package is missing, its model cannot be read, an option is wrong. */
export class EngineError extends LockstepError {
  override readonly name = 'EngineError';
  readonly code = 'ERR_LOCKSTEP_ENGINE';
}

/** An upstream that failed to answer, or broke off its answer. */
export class UpstreamError extends LockstepError {
  override readonly name = 'UpstreamError';
  readonly code = 'ERR_LOCKSTEP_UPSTREAM';

  constructor(
    /** For a log: what the upstream said is in it, on one line and cut where it is long. Not for clients. */
    message: string,
    /** The HTTP status that it answered; null if it did not. */
    readonly status: number | null,
    /** When it may be asked again, as it says: ms from now, from 0 to a day; null if it does not say. */
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A model's file has not the structure that it should have; the cause of the EngineError that names the file. */
export class ModelFileError extends LockstepError {
  override readonly name = 'ModelFileError';
  readonly code = 'ERR_LOCKSTEP_MODEL_FILE';
}
