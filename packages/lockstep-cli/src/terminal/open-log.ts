import type { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { whyNotWritten } from '../output/write-pieces.js';
import { sayNotes } from './notes.js';

/** Bytes of log lines that wait in memory to be read. */
const MOST_WAITING_BYTES = 1024 ** 2;

/**
 * A log as JSON lines, by default on stdout. Neither its end nor a reader that stands still holds up what is logged: where
 * it cannot be written any more it ends, with a note on stderr; where too many lines wait, further ones are dropped until
 * all of them are read, and then counted in a line of their own.
 * @param mostWaitingBytes ≥ 1 (default 1 MiB)
 */
export function openLog(
  level: string,
  output: Writable = process.stdout,
  mostWaitingBytes = MOST_WAITING_BYTES,
): Logger {
  let dropped = 0;
  let ended = false;
  const logger = pino(
    { level },
    {
      write(line: string) {
        if (ended) return;
        const isFull = output.writableLength > 0 && output.writableLength + line.length > mostWaitingBytes;
        if (dropped > 0 || isFull) dropped++;
        else output.write(line);
      },
    },
  );
  output.on('drain', () => {
    if (dropped === 0) return;
    const lines = dropped;
    dropped = 0;
    logger.warn({ dropped: lines }, 'log lines dropped: they were not read in time');
  });
  output.on('error', (error: Error) => {
    if (ended) return;
    ended = true;
    sayNotes([`error: cannot write the log: ${whyNotWritten(error)}; there is none from here on`]);
  });
  return logger;
}
