import { FileError } from './file-error.js';
import { gunzipped, MOST_BYTES } from './gunzipped.js';

/**
 * The text of a file that was dropped, unpacked where its name ends in `.gz`, as the command line reads it.
 * @throws FileError for one that is too large, empty, no text, or cannot be read
 */
export async function readFileText(file: File): Promise<string> {
  const { name, size } = file;
  if (size > MOST_BYTES) {
    throw new FileError(
      `cannot read ${name}: expected at most ${inMegabytes(MOST_BYTES)}, got ${inMegabytes(size)}; ` +
        'the command line takes more',
    );
  }
  try {
    const bytes = await bytesOf(file);
    const isPacked = name.toLowerCase().endsWith('.gz');
    return decoded(isPacked ? await gunzipped(bytes) : bytes);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(`cannot read ${name}: ${error.message}`);
  }
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    // Browsers say no more of a folder than that it cannot be found or read.
    throw new FileError(`expected a file, got a folder or one that has gone (${(error as Error).message})`);
  }
}

function decoded(bytes: Uint8Array): string {
  if (bytes.length === 0)
    throw new FileError('expected a trace, a scenario or a decision log, got an empty file');
  if (!bytes.includes(0)) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new FileError('expected UTF-8 text, got other bytes');
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 })} MB`;
}
