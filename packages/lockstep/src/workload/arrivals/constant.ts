import { positive } from '../parameters.js';
import type { OpenArrivals } from './arrivals.js';

/**
 * One request every 1/rate seconds, the first at 0: request i arrives at i × 1000 / rate ms, multiplied rather
 * than summed, so that no rounding error builds up.
 * @param rate requests/s, finite, > 0
 * @throws WorkloadError for another rate
 */
export function constant(rate: number): OpenArrivals {
  positive('constant: rate (requests/s)', rate);
  return {
    kind: 'open',
    name: `constant:${rate}`,
    rate,
    dispersion: 0,
    withRate: constant,
    draw: (_random, into) => {
      for (let i = 0; i < into.length; i++) into[i] = (i * 1000) / rate;
    },
  };
}
