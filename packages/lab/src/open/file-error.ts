/** A file cannot be read, or is none that the lab knows: says what was expected and what came. */
export class FileError extends Error {
  override readonly name = 'FileError';
}
