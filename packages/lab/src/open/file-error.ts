import { LockstepError } from 'lockstep/core';

/** A file cannot be read, or is none that the lab knows: says what was expected and what came. */
export class FileError extends LockstepError {
  override readonly name = 'FileError';
  readonly code = 'ERR_LOCKSTEP_FILE';
}
