import type { Scene } from '../scene.js';
import { batchFormationDelay } from './batch-formation-delay.js';
import { fixedBatchSize } from './fixed-batch-size.js';
import { headOfLineBlocking } from './head-of-line-blocking.js';
import { noPrioritization } from './no-prioritization.js';
import { wastedSlots } from './wasted-slots.js';

/** The five limitations of static batching, in the order of the tour. */
export const SCENES: readonly Scene[] = [
  headOfLineBlocking,
  batchFormationDelay,
  wastedSlots,
  fixedBatchSize,
  noPrioritization,
];
