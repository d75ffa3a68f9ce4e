import type { SweepPoint, SweepResult } from 'lockstep/simulation';
import { pointInWords } from 'lockstep/words';
import { rateLabel } from '../charts/sweep-points.js';

/** A point in words: `batch size 8 with gap:100ms at 3 requests/s`. */
export function pointName(result: SweepResult, point: SweepPoint): string {
  return pointInWords(result, point, rateLabel);
}
