import { type Blocks, blocksOf, requestsNeeded } from './intervals.js';
import { type RelaxationInputs, relaxationOf } from './relaxation.js';
import type { Intervals } from './summary.js';

export interface IntervalInputs extends RelaxationInputs {
  /** Requests measured, whatever became of them. */
  readonly requests: number;
  readonly stable: boolean | null;
  /** Whether all requests arrive at once. */
  readonly isBurst: boolean;
}

/** Whether a run has intervals, why not, and into which blocks it is cut for them. */
export function intervalsGiven(inputs: IntervalInputs): { intervals: Intervals; blocks: Blocks | null } {
  const without = (reason: Intervals['reason'], needed: number | null = null) => ({
    intervals: { given: false, reason, requestsNeeded: needed },
    blocks: null,
  });
  if (inputs.isBurst) return without('burst');
  if (inputs.stable === false) return without('unstable');
  const relaxation = relaxationOf(inputs);
  if (relaxation === null) return without('unknown');
  const needed = requestsNeeded(relaxation);
  const blocks = blocksOf(inputs.requests, relaxation);
  if (blocks === null) return without('short', needed);
  return { intervals: { given: true, reason: null, requestsNeeded: needed }, blocks };
}
