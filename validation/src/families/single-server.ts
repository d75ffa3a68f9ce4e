import { none } from 'lockstep/core';
import { affine, exponential } from 'lockstep/cost';
import { gamma, mmpp, poisson } from 'lockstep/workload';
import { type RandomFamily, UNIT_MS } from '../family.js';
import { percentilesOf, queueFigures } from '../queue-figures.js';
import { number } from '../reference.js';
import type { Replication } from '../replicate.js';

/** Batches of one: the classical single server. */
export const singleServerFamilies: readonly RandomFamily[] = [
  {
    kind: 'random',
    id: 'GIM1_gamma',
    about:
      'gamma gaps with coefficient of variation cv, batches of 1 that take an exponential time; percentiles of E2E',
    system: (inputs) => ({
      arrivals: gamma(number(inputs, 'lam'), number(inputs, 'cv')),
      wait: none(),
      maxBatchSize: 1,
      cost: exponential({ meanMs: UNIT_MS / number(inputs, 'mu') }),
    }),
    measure: (replication) => ({
      ...queueFigures(replication),
      ...percentilesOf(replication.summary.e2eLatencyMs),
    }),
  },
  {
    kind: 'random',
    id: 'MD1_pct',
    about: 'Poisson arrivals, batches of 1 that take D; percentiles of the queue delay',
    system: (inputs) => ({
      arrivals: poisson(number(inputs, 'lam')),
      wait: none(),
      maxBatchSize: 1,
      cost: affine({ prefillMs: number(inputs, 'D') * UNIT_MS }),
    }),
    measure: ({ summary }) => percentilesOf(summary.queueDelayMs),
  },
  {
    kind: 'random',
    id: 'MMPP2M1',
    about:
      'two-state Markov-modulated Poisson arrivals, batches of 1 that take an exponential time; IDC is the ' +
      'variance of the arrivals in 1,000 units of time over their mean',
    system: (inputs) => ({
      arrivals: mmpp(
        [number(inputs, 'l1'), number(inputs, 'l2')],
        [number(inputs, 'r12'), number(inputs, 'r21')],
      ),
      wait: none(),
      maxBatchSize: 1,
      cost: exponential({ meanMs: UNIT_MS / number(inputs, 'mu') }),
    }),
    measure: (replication) => {
      const figures = queueFigures(replication);
      return {
        ...figures,
        lam: arrivalRate(replication) * UNIT_MS,
        rho: figures.busy!,
        IDC: dispersion(replication, 1000 * UNIT_MS),
      };
    },
  },
];

/** Arrivals per ms after the warm-up. */
function arrivalRate({ log, warmup }: Replication): number {
  const { arrivedAt } = log.requests;
  const last = log.requestCount - 1;
  return (last - warmup) / (arrivedAt[last]! - arrivedAt[warmup]!);
}

/** Index of dispersion of counts: variance over mean of the arrivals in windows of one length (ms). */
function dispersion({ log }: Replication, windowMs: number): number {
  const { arrivedAt } = log.requests;
  const windows = Math.floor(arrivedAt[log.requestCount - 1]! / windowMs);
  const counts = new Array<number>(windows).fill(0);
  for (let request = 0; request < log.requestCount; request++) {
    const window = Math.floor(arrivedAt[request]! / windowMs);
    if (window < windows) counts[window]!++;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / windows;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return squares / (windows - 1) / mean;
}
