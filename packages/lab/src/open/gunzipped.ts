import { FileError } from './file-error.js';

/** Most bytes of text that the lab takes: browsers hold no much longer text, and a page with several would die. */
export const MOST_BYTES = 200_000_000;

/** Whether bytes begin as those of a gzip file do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file.
 * @param most bytes that it may unpack to (default 200 MB): a small file can hide a huge one
 * @throws FileError for bytes that are none, a part of one, or one that is too large
 */
export async function gunzipped(bytes: Uint8Array<ArrayBuffer>, most = MOST_BYTES): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      const got = isGzip(bytes) ? 'one that is cut off or damaged' : 'other bytes';
      throw new FileError(`expected a whole gzip file, got ${got}`);
    });
    if (done) return joined(pieces, length);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new FileError(`expected at most ${most / 1e6} MB unpacked, got more`);
    }
    pieces.push(value);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
