import type { DecisionLog } from 'lockstep/core';
import type { Stretch } from '../state/lab.js';

/** From the first arrival to the end of the last batch (ms since the first arrival). */
export function wholeRun({ batches, batchCount, requests }: DecisionLog): Stretch {
  return { from: 0, to: Math.ceil(batches.endedAt[batchCount - 1]! - requests.arrivedAt[0]!) };
}
