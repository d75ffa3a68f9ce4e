import { createReadStream } from 'node:fs';
import { UsageError } from '../failure.js';
import { whyNotRead } from '../input/read-text.js';
import { MOST_LINE_CHARACTERS } from './decision-format.js';
import { readDecisionLines, type RecordedFile } from './decision-runs.js';

/** Bytes of the largest file: what it tells stands in memory, about as large as in the file. */
const MOST_BYTES = 1024 ** 3;

/**
 * Reads a decision file, run by run.
 * @throws UsageError for a file that cannot be read, and for damage as `readDecisionLines` says it
 */
export function readDecisions(file: string): Promise<RecordedFile> {
  return readDecisionLines(file, linesOf(piecesOf(file), MOST_LINE_CHARACTERS));
}

async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  const input = createReadStream(file);
  let bytes = 0;
  try {
    for await (const piece of input as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) {
        throw new UsageError(
          `cannot read ${file}: expected a decision file of at most 1 GiB, got more; every line names its run, so that ` +
            'grep can take one run out',
        );
      }
      yield piece;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`cannot read ${file}: ${whyNotRead(error as Error)}`);
  } finally {
    input.destroy();
  }
}

const NEWLINE = '\n'.charCodeAt(0);

/**
 * The lines of UTF-8 bytes, without their ends. Of one with more than `most` bytes only the first `most` + 1 are
 * kept, so that it can be seen that it is too long.
 */
export async function* linesOf(pieces: AsyncIterable<Buffer>, most: number): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    const kept = part.subarray(0, most + 1 - length);
    if (kept.length > 0) parts.push(kept);
    length += kept.length;
  };
  const take = () => {
    const line = Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
      add(piece.subarray(from, end));
      from = end + 1;
      yield take();
    }
    add(piece.subarray(from));
  }
  if (length > 0) yield take();
}
