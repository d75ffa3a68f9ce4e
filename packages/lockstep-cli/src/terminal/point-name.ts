import { significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** A point in words. */
export function nameOf({ batchSize, wait, rate }: SweepPoint): string {
  return `batch size ${sizeName(batchSize)} with ${wait}${rate === null ? '' : ` at ${significant(rate)}/s`}`;
}

/** A batch size as the command line writes it. */
export function sizeName(batchSize: number): string {
  return batchSize === Infinity ? 'inf' : String(batchSize);
}
