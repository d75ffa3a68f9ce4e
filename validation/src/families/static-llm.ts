import { atLeast } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { summarize } from 'lockstep/metrics';
import { geometric, type LengthDistribution, poisson, uniform } from 'lockstep/workload';
import { type RandomFamily, UNIT_MS } from '../family.js';
import { queueFigures } from '../queue-figures.js';
import { number, word } from '../reference.js';
import type { Replication } from '../replicate.js';

const LENGTHS: Readonly<Record<string, LengthDistribution>> = {
  'uniform1..64': uniform(1, 64),
  // The reference cuts the support at 1200, which leaves out (31/32)^1200 = 3e-17 of it: no draw sees that.
  'geometric mean32 (support<=1200)': geometric(32),
};

export const staticLlm: RandomFamily = {
  kind: 'random',
  id: 'static_llm',
  about:
    'Poisson arrivals, rule `atleast:a`, a batch of m takes pre0 + pre1·m + (step0 + step1·m)·longest output; ' +
    '`WearlyReturn` is W under release `request`',
  system: (inputs) => ({
    arrivals: poisson(number(inputs, 'lam')),
    wait: atLeast(number(inputs, 'a')),
    maxBatchSize: number(inputs, 'B'),
    cost: affine({
      prefillMs: number(inputs, 'pre0') * UNIT_MS,
      prefillPerRowMs: number(inputs, 'pre1') * UNIT_MS,
      stepMs: number(inputs, 'step0') * UNIT_MS,
      stepPerRowMs: number(inputs, 'step1') * UNIT_MS,
    }),
    outputTokens: LENGTHS[word(inputs, 'dist')]!,
  }),
  measure: (replication) => ({
    ...queueFigures(replication),
    WearlyReturn: earlyReturnMs(replication) / UNIT_MS,
  }),
};

/** When answers leave changes no decision in an open loop: the same log, read under the other release. */
function earlyReturnMs({ log, system, warmup }: Replication): number {
  const summary = summarize(log, {
    release: 'request',
    maxBatchSize: system.maxBatchSize,
    ruleClosesBatches: true,
    warmup,
    capacity: null,
    openLoop: true,
  });
  return summary.e2eLatencyMs.mean!;
}
