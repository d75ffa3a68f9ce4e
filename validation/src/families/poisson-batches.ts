import { atLeast, full, none, oldest, type WaitRule, window } from 'lockstep/core';
import { affine, exponential } from 'lockstep/cost';
import { poisson } from 'lockstep/workload';
import { type RandomFamily, UNIT_MS } from '../family.js';
import { queueFigures } from '../queue-figures.js';
import { type Inputs, number } from '../reference.js';

/** Poisson arrivals and a batch of m that takes tau0 + alpha·m, or D, under one wait rule. */
function poissonBatches(
  id: string,
  about: string,
  wait: (inputs: Inputs) => WaitRule,
  size: 'b' | 'B' = 'b',
): RandomFamily {
  return {
    kind: 'random',
    id,
    about,
    system: (inputs) => ({
      arrivals: poisson(number(inputs, 'lam')),
      wait: wait(inputs),
      maxBatchSize: number(inputs, size),
      cost:
        'D' in inputs
          ? affine({ prefillMs: number(inputs, 'D') * UNIT_MS })
          : affine({
              prefillMs: number(inputs, 'tau0') * UNIT_MS,
              prefillPerRowMs: number(inputs, 'alpha') * UNIT_MS,
            }),
    }),
    measure: queueFigures,
  };
}

const timer = (inputs: Inputs) => number(inputs, 'T') * UNIT_MS;

export const poissonBatchFamilies: readonly RandomFamily[] = [
  poissonBatches('MD1b_greedy', 'Poisson arrivals, rule `none`, every batch takes D (Bailey 1954)', none),
  poissonBatches('MDBB_full', 'Poisson arrivals, rule `full`, every batch takes D', full),
  poissonBatches(
    'MDab',
    "Poisson arrivals, rule `atleast:a`, every batch takes D (Neuts' (a, b) rule)",
    (inputs) => atLeast(number(inputs, 'a')),
  ),
  poissonBatches('MDm_greedy', 'Poisson arrivals, rule `none`, a batch of m takes tau0 + alpha·m', none),
  poissonBatches('MDm_full', 'Poisson arrivals, rule `full`, a batch of m takes tau0 + alpha·m', full),
  poissonBatches(
    'timer_oldest_Binf',
    'Poisson arrivals, rule `oldest:T`, unbounded batches that take D',
    (inputs) => oldest(timer(inputs)),
    'B',
  ),
  poissonBatches(
    'timer_oldest_B',
    'Poisson arrivals, rule `oldest:T`, a batch of m takes tau0 + alpha·m; expected from an independent simulation',
    (inputs) => oldest(timer(inputs)),
    'B',
  ),
  poissonBatches(
    'timer_idle_B',
    'Poisson arrivals, rule `window:T`, a batch of m takes tau0 + alpha·m',
    (inputs) => window(timer(inputs)),
    'B',
  ),
  {
    ...poissonBatches(
      'inoue',
      'Poisson arrivals, rule `none`, unbounded batches of m that take tau0 + alpha·m (Inoue 2021); W also stays ' +
        'below its closed-form upper bound',
      none,
      'B',
    ),
    bounds: { upperBound: 'W' },
  },
  {
    kind: 'random',
    id: 'MM1b',
    about: 'Poisson arrivals, rule `none`, a batch takes an exponential time of rate mu whatever its size',
    system: (inputs) => ({
      arrivals: poisson(number(inputs, 'lam')),
      wait: none(),
      maxBatchSize: number(inputs, 'b'),
      cost: exponential({ meanMs: UNIT_MS / number(inputs, 'mu') }),
    }),
    measure: queueFigures,
  },
];
