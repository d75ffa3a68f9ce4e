import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from '../failure.js';
import { ApiKeys, type NamedApiKeys } from '../server/api-keys.js';

/** More than a thousand keys need. */
const MOST_BYTES = 2 ** 20;
/** How often the file is looked at for other keys (ms). */
const LOOK_EVERY_MS = 2000;

/**
 * Reads a file of keys: `NAME:KEY` in each line; blank lines and those that begin with `#` are left out. A name may have
 * several keys, each in a line of its own.
 * @throws UsageError that says what was expected, with the line; nothing of a key is in it
 */
export function parseApiKeys(file: string, text: string): NamedApiKeys {
  const keys = new Map<string, string[]>();
  for (const [index, line] of text.split('\n').entries()) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    const colon = written.indexOf(':');
    if (colon < 1)
      throw new UsageError(
        `${file}:${index + 1}: expected NAME:KEY, got a line without a name before a colon`,
      );
    const name = written.slice(0, colon);
    keys.set(name, [...(keys.get(name) ?? []), written.slice(colon + 1).trim()]);
  }
  const named = Object.fromEntries(keys);
  try {
    // Here alone, so that the message names the file.
    new ApiKeys(null, named);
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`, { cause: error });
  }
  return named;
}

/** A file of keys as it was read. */
export interface ApiKeysFile {
  readonly file: string;
  readonly text: string;
  /** Whether all users of the machine can read it. */
  readonly isPublic: boolean;
  readonly keys: NamedApiKeys;
}

/** @throws UsageError for a file that cannot be read, is too large, or holds no keys */
export function readApiKeysFile(file: string): ApiKeysFile {
  const { text, isPublic } = readApiKeysText(file);
  return { file, text, isPublic, keys: parseApiKeys(file, text) };
}

function readApiKeysText(file: string): { readonly text: string; readonly isPublic: boolean } {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, 'r');
    const { mode, size } = fstatSync(descriptor);
    if (size > MOST_BYTES) throw new UsageError(`expected at most ${MOST_BYTES} bytes, got ${size}`);
    return { text: readFileSync(descriptor, 'utf8'), isPublic: (mode & 0o007) !== 0 };
  } catch (error) {
    throw new UsageError(`--api-keys: cannot read ${file}: ${(error as Error).message}`, { cause: error });
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/**
 * Looks every two seconds whether the file has other keys. It is opened by its name each time, so that one that was
 * replaced by a rename is seen, and so is a link that leads elsewhere now, as volumes of containers have it. What
 * cannot be read, or holds no keys, changes nothing, and is told of once.
 * @param file as it was read for the keys of now
 * @returns ends it
 */
export function watchApiKeys(
  { file, text: before }: Pick<ApiKeysFile, 'file' | 'text'>,
  { changed, failed }: { changed: (keys: NamedApiKeys) => void; failed: (error: Error) => void },
  everyMs = LOOK_EVERY_MS,
): () => void {
  let last = before;
  let lastFailure = '';
  const timer = setInterval(() => {
    try {
      const { text } = readApiKeysText(file);
      if (text !== last) {
        last = text;
        changed(parseApiKeys(file, text));
      }
      lastFailure = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== lastFailure) failed(error as Error);
      lastFailure = message;
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
