import { between, positive } from '../parameters.js';
import { normal } from '../variates.js';
import { type LengthDistribution, rounded } from './length-distribution.js';

/**
 * A lognormal variate, rounded to the nearest whole token; as an output at least 1. Its logarithm is normal with
 * variance ln(1 + cv²) and mean ln(mean) − variance/2.
 * @param mean mean before rounding (tokens), finite, > 0; rounding has no simple exact mean, so `mean` is null
 * @param cv standard deviation / mean before rounding, in [0, 100]
 * @throws WorkloadError for other values
 */
export function lognormal(mean: number, cv: number): LengthDistribution {
  positive('lognormal: mean (tokens)', mean);
  between('lognormal: cv', cv, 0, 100);
  const variance = Math.log1p(cv * cv);
  const location = Math.log(mean) - variance / 2;
  const deviation = Math.sqrt(variance);
  return rounded(
    `lognormal:${mean}:cv=${cv}`,
    (random) => Math.exp(location + deviation * normal(random)),
    null,
  );
}
