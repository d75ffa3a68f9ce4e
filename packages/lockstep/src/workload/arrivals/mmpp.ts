import { notNegative, positive } from '../parameters.js';
import { exponential } from '../variates.js';
import { WorkloadError } from '../workload.js';
import type { OpenArrivals } from './arrivals.js';

/** Changes of state between two requests, on average: each has to be drawn, and more than these make no visible difference. */
const MOST_CHANGES = 10_000;

/**
 * A two-state Markov-modulated Poisson process: requests come at one rate while the process is in state 1 and
 * at another while it is in state 2, and it stays in each for an exponential time. Calm and busy spells, whose
 * gaps are correlated. Mean rate (l1·r21 + l2·r12) / (r12 + r21).
 *
 * The first request arrives at 0. As the busy state sends more of the requests, the state at that instant is
 * drawn as an arriving request finds it (state 1 with probability ∝ l1·r21), so that the start has no bias.
 * @param rates arrival rates l1, l2 in the two states (requests/s), finite, ≥ 0, not both 0
 * @param switching rates r12, r21 of leaving state 1 and state 2 (per second), finite, > 0
 * @throws WorkloadError for other rates, and for more than 10,000 changes of state a request
 */
export function mmpp(
  rates: readonly [l1: number, l2: number],
  switching: readonly [r12: number, r21: number],
): OpenArrivals {
  const [l1, l2] = rates;
  const [r12, r21] = switching;
  notNegative('mmpp: rate in state 1 (requests/s)', l1);
  notNegative('mmpp: rate in state 2 (requests/s)', l2);
  positive('mmpp: rate of leaving state 1 (per second)', r12);
  positive('mmpp: rate of leaving state 2 (per second)', r21);
  if (l1 + l2 === 0) throw new WorkloadError('mmpp: expected a rate > 0 in one of the states, got 0 in both');
  const rate = (l1 * r21 + l2 * r12) / (r12 + r21);
  const changes = (2 * r12 * (r21 / (r12 + r21))) / rate;
  if (!(changes <= MOST_CHANGES)) {
    throw new WorkloadError(
      `mmpp: expected at most ${MOST_CHANGES} changes of state a request (more are a Poisson process), got ${changes}`,
    );
  }
  return {
    kind: 'open',
    name: `mmpp:${l1}/${l2}:${r12}/${r21}`,
    rate,
    dispersion: 1 + (2 * (l1 - l2) ** 2 * r12 * r21) / ((r12 + r21) ** 2 * (l1 * r21 + l2 * r12)),
    withRate: (other) => {
      const factor = positive('mmpp: rate (requests/s)', other) / rate;
      return { ...mmpp([l1 * factor, l2 * factor], [r12 * factor, r21 * factor]), rate: other };
    },
    draw: (random, into) => {
      let state = random.next() * (l1 * r21 + l2 * r12) < l1 * r21 ? 0 : 1;
      let at = 0;
      for (let i = 0; i < into.length; i++) {
        into[i] = at;
        let arrived = false;
        while (!arrived) {
          // The next event is an arrival or a change of state, whichever of two exponential clocks rings first.
          const eventRate = rates[state]! + switching[state]!;
          at += (1000 / eventRate) * exponential(random);
          arrived = random.next() * eventRate < rates[state]!;
          if (!arrived) state = 1 - state;
        }
      }
    },
  };
}
