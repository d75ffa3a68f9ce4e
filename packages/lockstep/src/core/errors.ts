/** A scheduler configuration that cannot work, such as one that would wait for ever. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The driver broke the scheduler's contract: time ran backwards, an id came twice, a batch ended that never ran. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
