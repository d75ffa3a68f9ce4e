import { availableParallelism } from 'node:os';
import { UsageError } from '../failure.js';

/**
 * How many worker threads to use.
 * @param written as on the command line; undefined for one per core that is there to be used
 * @throws UsageError for anything but a whole number from 1 to 256
 */
export function workerCount(written: string | undefined): number {
  if (written === undefined) return availableParallelism();
  const count = /^\d+$/.test(written) ? Number(written) : NaN;
  if (count >= 1 && count <= 256) return count;
  throw new UsageError(`--workers: expected a whole number from 1 to 256, got ${JSON.stringify(written)}`);
}
