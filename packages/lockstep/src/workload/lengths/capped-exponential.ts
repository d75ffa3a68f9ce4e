import { positive, wholeNumber } from '../parameters.js';
import { type LengthDistribution, rounded } from './length-distribution.js';

/**
 * An exponential variate rounded to the nearest whole token, drawn anew while it is above the cap: lengths
 * 0 to `cap`, as an output at least 1 (a rounded 0 counts as 1). It is drawn by inversion of the law as the cap
 * leaves it, which is the same distribution without drawing anew.
 *
 * With q = exp(−1/mean), P(length ≥ k) = (q^(k − ½) − t) / (1 − t) for 1 ≤ k ≤ cap, t = q^(cap + ½); the sum of
 * those is the exact mean, which the cap keeps below `mean`.
 * @param mean mean before rounding and capping (tokens), finite, > 0
 * @param cap the longest length, a whole number ≥ 1
 * @throws WorkloadError for other values
 */
export function cappedExponential(mean: number, cap: number): LengthDistribution {
  positive('exponential: mean (tokens)', mean);
  wholeNumber('exponential: cap (tokens)', cap, 1);
  /** Probability of a draw within the cap, and of a length above 0 among those. */
  const within = -Math.expm1(-(cap + 0.5) / mean);
  const beyond = 1 - within;
  const aboveZero = (Math.exp(-0.5 / mean) - beyond) / within;
  const sum = (Math.exp(-0.5 / mean) * Math.expm1(-cap / mean)) / Math.expm1(-1 / mean);
  const plain = (sum - cap * beyond) / within;
  return rounded(
    `exponential:${mean}:cap=${cap}`,
    (random) => Math.min(-mean * Math.log1p(-random.next() * within), cap),
    { plain, atLeastOne: plain + 1 - aboveZero },
  );
}
