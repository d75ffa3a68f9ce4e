import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { UsageError } from '../failure.js';
import { whyNotRead } from '../input/read-text.js';
import { readDecisionLines, type RecordedRun } from './decision-runs.js';

/**
 * Reads a decision file, run by run.
 * @throws UsageError for a file that cannot be read, and for damage as `readDecisionLines` says it
 */
export function readDecisions(file: string): Promise<RecordedRun[]> {
  return readDecisionLines(file, lines(file));
}

async function* lines(file: string): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`cannot read ${file}: ${whyNotRead(error as Error)}`);
  } finally {
    input.destroy();
  }
}
