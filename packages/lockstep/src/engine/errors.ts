/** A request that an engine cannot serve; the message says what was expected and what came. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

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
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An upstream that failed to answer, or broke off its answer. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';

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
