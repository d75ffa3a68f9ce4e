import { readFileSync } from 'node:fs';
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
 * @throws UsageError when it cannot be read
 */
export function readText(name: string): string {
  const path = pathOf(name);
  try {
    const bytes = readFileSync(path);
    const text = new TextDecoder('utf-8', { fatal: true });
    return text.decode(path.toLowerCase().endsWith('.gz') ? gunzipSync(bytes) : bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint = code === 'ENOENT' ? didYouMean(name, Object.keys(SHIPPED)) || listHint(name) : '';
    throw new UsageError(`cannot read ${name}: ${whyNotRead(error as Error)}${hint}`);
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
