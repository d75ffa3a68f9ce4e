import { closeSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { didYouMean } from 'lockstep/scenario';
import { UsageError } from '../failure.js';

/** Files that ship with the tool, by the names that stand for them: a trace, and prompts. */
const SHIPPED: Readonly<Record<string, string>> = {
  'azure-conv': fileURLToPath(new URL('../../data/azure-conv.csv.gz', import.meta.url)),
  'mt-bench': fileURLToPath(new URL('../../data/mt-bench.jsonl', import.meta.url)),
};

/**
 * Reads an input file as UTF-8 text, unpacking one that ends in `.gz`, in capitals too.
 * @param name a path, or the name of a file that ships with the tool
 * @param most bytes that it may have, also unpacked
 * @throws UsageError when it cannot be read
 */
export function readText(name: string, most = MOST_BYTES): string {
  const path = pathOf(name);
  try {
    const bytes = boundedBytes(path, most);
    const text = new TextDecoder('utf-8', { fatal: true });
    const isPacked = path.toLowerCase().endsWith('.gz');
    return text.decode(isPacked ? gunzipSync(bytes, { maxOutputLength: most }) : bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint = code === 'ENOENT' ? didYouMean(name, Object.keys(SHIPPED)) || listHint(name) : '';
    const why =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `expected at most ${most / 1e6} MB (unpacked, where it is gzipped), got more`
        : whyNotRead(error as Error);
    throw new UsageError(`cannot read ${name}: ${why}${hint}`);
  }
}

/** A text holds no more than half a gigabyte; a trace of 10 million requests has about 300 MB. */
const MOST_BYTES = 500e6;
const PIECE_BYTES = 2 ** 20;

/** The bytes of a file, or of a device or a pipe, which tell no size and may have no end. */
function boundedBytes(path: string, most: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let length = 0; ;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces, length);
      length += read;
      if (length > most) throw Object.assign(new Error('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
      pieces.push(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

/** The path of an input file by its name, which may be that of one that ships with the tool. */
export function pathOf(name: string): string {
  return Object.hasOwn(SHIPPED, name) ? SHIPPED[name]! : name;
}

/** Why a file cannot be read, in words. */
export function whyNotRead(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'expected a file, got a folder';
    case 'EACCES':
      return 'permission denied';
    case 'ENOTDIR':
      return 'part of the path is a file, not a folder';
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return `expected a whole gzip file, got ${error.code === 'Z_BUF_ERROR' ? 'a part of one' : 'other bytes'}`;
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'expected UTF-8 text, got other bytes';
    default:
      return error.message;
  }
}

/** A list written with blanks (`--batch-size 4 8`) leaves its second value where a scenario file may stand. */
function listHint(name: string): string {
  return /^[\d.]+$|^inf$/.test(name) ? '; a list is written with commas, without blanks: 4,8' : '';
}
