import { wholeNumber } from '../parameters.js';
import { WorkloadError } from '../workload.js';
import type { LengthDistribution } from './length-distribution.js';

/**
 * Every whole number from `low` to `high`, both included, with the same probability.
 * @param low a whole number ≥ 0 (≥ 1 as an output)
 * @param high a whole number ≥ low
 * @throws WorkloadError for other numbers
 */
export function uniform(low: number, high: number): LengthDistribution {
  wholeNumber('uniform: shortest', low, 0);
  wholeNumber('uniform: longest', high, 0);
  if (high < low) throw new WorkloadError(`uniform: expected shortest ≤ longest, got ${low}-${high}`);
  const count = high - low + 1;
  return {
    name: `uniform:${low}-${high}`,
    least: low,
    mean: (low + high) / 2,
    draw: (random) => low + Math.floor(random.next() * count),
  };
}
