import type { SweepPoint } from 'lockstep/simulation';
import { rateLabel, sizeLabel } from '../charts/sweep-points.js';

/** A point in words: `batch size 8 with gap:100ms at 3 requests/s`. */
export function pointName({ batchSize, wait, rate }: SweepPoint): string {
  return `batch size ${sizeLabel(batchSize)} with ${wait}${rate === null ? '' : ` at ${rateLabel(rate)}`}`;
}
