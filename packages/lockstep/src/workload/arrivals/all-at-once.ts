import { type OpenArrivals, withoutRate } from './arrivals.js';

/** Every request arrives at 0: an offline job. It has no arrival rate. */
export function allAtOnce(): OpenArrivals {
  return {
    kind: 'burst',
    name: 'all-at-once',
    rate: null,
    dispersion: null,
    withRate: withoutRate('all-at-once'),
    draw: (_random, into) => {
      into.fill(0);
    },
  };
}
