import { type Logger, pino } from 'pino';
import { whyNotWritten } from '../output/write-pieces.js';
import { sayNotes } from './notes.js';

/** A log on stdout, as JSON lines. Where it cannot be written any more it ends, with a note; whoever serves goes on. */
export function openLog(level: string): Logger {
  const stdout = pino.destination(process.stdout.fd);
  stdout.on('error', (error: Error) => {
    // Pino passes an error on, so that it comes twice.
    if (stdout.write === drop) return;
    // It would try again for ever, at the latest when the process ends.
    stdout.destroy();
    stdout.write = drop;
    sayNotes([`error: cannot write the log: ${whyNotWritten(error)}; there is none from here on`]);
  });
  return pino({ level }, stdout);
}

function drop(): boolean {
  return true;
}
