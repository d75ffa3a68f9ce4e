import { between, MOST_TOKENS } from '../parameters.js';
import { exponential } from '../variates.js';
import type { LengthDistribution } from './length-distribution.js';

/**
 * P(length = k) = p(1 − p)^(k−1) for k = 1, 2, …, with p = 1/mean: every token is the last with the same
 * probability. Drawn by inversion, as ⌈E / −ln(1 − p)⌉ with E exponential of mean 1.
 * @param mean tokens, in [1, 10⁸]
 * @throws WorkloadError for another mean
 */
export function geometric(mean: number): LengthDistribution {
  between('geometric: mean (tokens)', mean, 1, 1e8);
  const perToken = -Math.log1p(-1 / mean);
  return {
    name: `geometric:${mean}`,
    least: 1,
    mean,
    draw: (random) => Math.min(Math.max(1, Math.ceil(exponential(random) / perToken)), MOST_TOKENS),
  };
}
