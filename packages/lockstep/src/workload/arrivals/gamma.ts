import { between, positive } from '../parameters.js';
import { gammaVariate } from '../variates.js';
import type { OpenArrivals } from './arrivals.js';

/**
 * Independent gamma gaps with a given coefficient of variation: below 1 smoother than Poisson, above 1 burstier.
 * Shape 1/cv², scale cv²/rate. The first request arrives at 0 and the gaps after it are the process's own (the
 * renewal process as an arrival sees it).
 * @param rate requests/s, finite, > 0
 * @param cv standard deviation / mean of the gaps, in [0.001, 100]
 * @throws WorkloadError for another rate or cv
 */
export function gamma(rate: number, cv: number): OpenArrivals {
  positive('gamma: rate (requests/s)', rate);
  between('gamma: cv', cv, 0.001, 100);
  const shape = 1 / (cv * cv);
  const scaleMs = 1000 / (rate * shape);
  return {
    kind: 'open',
    name: `gamma:${rate}:cv=${cv}`,
    rate,
    // Of every renewal process: cv² of the gaps.
    dispersion: cv * cv,
    withRate: (other) => gamma(other, cv),
    draw: (random, into) => {
      let at = 0;
      for (let i = 0; i < into.length; i++) {
        into[i] = at;
        at += scaleMs * gammaVariate(shape, random);
      }
    },
  };
}
