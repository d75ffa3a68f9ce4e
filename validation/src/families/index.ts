import type { Family } from '../family.js';
import { emax } from './emax.js';
import { formerFamilies } from './former.js';
import { hardwareFamilies } from './hardware.js';
import { poissonBatchFamilies } from './poisson-batches.js';
import { singleServerFamilies } from './single-server.js';
import { staticLlm } from './static-llm.js';

/** Every family of reference items that is checked. */
export const FAMILIES: readonly Family[] = [
  ...poissonBatchFamilies,
  ...formerFamilies,
  staticLlm,
  ...singleServerFamilies,
  emax,
  ...hardwareFamilies,
];

/** Items of batches formed within bins of equal length: Lockstep does not form such batches yet. */
export const NOT_CHECKED: ReadonlySet<string> = new Set(['multibin_uniform', 'multibin_exp']);
