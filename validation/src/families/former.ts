import { full, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { poisson } from 'lockstep/workload';
import { type RandomFamily, UNIT_MS } from '../family.js';
import { percentilesOf, queueFigures } from '../queue-figures.js';
import { number } from '../reference.js';
import type { Replication } from '../replicate.js';

/** The batch former alone: batches take no time, so that the engine is always free. */
const free = affine({});

export const formerFamilies: readonly RandomFamily[] = [
  {
    kind: 'random',
    id: 'former',
    about:
      'Poisson arrivals, rule `oldest:T`, batches that take no time: a batch closes at B or T after its first',
    system: (inputs) => ({
      arrivals: poisson(number(inputs, 'lam')),
      wait: oldest(number(inputs, 'T') * UNIT_MS),
      maxBatchSize: number(inputs, 'B'),
      cost: free,
    }),
    measure: (replication) => {
      const { closedBy, count } = replication.summary.batches;
      return {
        meanBatch: queueFigures(replication).meanBatch!,
        meanDelay: queueFigures(replication).Wq!,
        pFull: { hits: closedBy.full, trials: count },
        meanHold: meanHold(replication) / UNIT_MS,
      };
    },
  },
  {
    kind: 'random',
    id: 'form_pct',
    about: 'Poisson arrivals, rule `full`, batches that take no time: percentiles of the queue delay',
    system: (inputs) => ({
      arrivals: poisson(number(inputs, 'lam')),
      wait: full(),
      maxBatchSize: number(inputs, 'B'),
      cost: free,
    }),
    measure: ({ summary }) => percentilesOf(summary.queueDelayMs),
  },
];

/** Mean time over batches from the first arrival to the start (ms). */
function meanHold({ log, warmup }: Replication): number {
  let sum = 0;
  let count = 0;
  for (let batch = 0; batch < log.batchCount; batch++) {
    const first = log.members[log.batches.membersFrom[batch]!]!;
    if (first < warmup) continue;
    sum += log.batches.startedAt[batch]! - log.requests.arrivedAt[first]!;
    count++;
  }
  return sum / count;
}
