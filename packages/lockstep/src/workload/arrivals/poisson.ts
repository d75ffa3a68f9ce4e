import { positive } from '../parameters.js';
import { exponential } from '../variates.js';
import type { OpenArrivals } from './arrivals.js';

/**
 * Independent exponential gaps. The first request arrives at 0, which leaves every later gap as it is: what an
 * arrival of a Poisson process sees does not depend on there being one at 0.
 * @param rate requests/s, finite, > 0
 * @throws WorkloadError for another rate
 */
export function poisson(rate: number): OpenArrivals {
  positive('poisson: rate (requests/s)', rate);
  const meanGapMs = 1000 / rate;
  return {
    kind: 'open',
    name: `poisson:${rate}`,
    rate,
    dispersion: 1,
    withRate: poisson,
    draw: (random, into) => {
      let at = 0;
      for (let i = 0; i < into.length; i++) {
        into[i] = at;
        at += meanGapMs * exponential(random);
      }
    },
  };
}
