import { wholeNumber } from '../parameters.js';
import type { LengthDistribution } from './length-distribution.js';

/**
 * Always the same length.
 * @param tokens a whole number ≥ 0 (≥ 1 as an output)
 * @throws WorkloadError for another number
 */
export function fixed(tokens: number): LengthDistribution {
  wholeNumber('fixed: tokens', tokens, 0);
  return { name: `fixed:${tokens}`, least: tokens, mean: tokens, draw: () => tokens };
}
