/** A request that an engine cannot serve; the message says what was expected and what came. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    /** The field of `GenerationRequest` that is wrong. */
    readonly parameter: string,
    message: string,
    /** `context-length` when the prompt, with what is to be generated, does not fit. */
    readonly reason: 'invalid' | 'unsupported' | 'context-length' = 'invalid',
  ) {
    super(message);
  }
}

/** An engine that cannot be set up: its package is missing, its model cannot be read, an option is wrong. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
