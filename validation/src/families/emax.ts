import { full } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import {
  allAtOnce,
  cappedExponential,
  geometric,
  type LengthDistribution,
  lognormal,
  uniform,
} from 'lockstep/workload';
import type { RandomFamily } from '../family.js';
import { type Inputs, number, word } from '../reference.js';
import type { Replication } from '../replicate.js';

/** Tokens per unit of a continuous length: so many that rounding to whole tokens does not show. */
const FINE = 10_000;

const CONTINUOUS: Readonly<Record<string, LengthDistribution>> = {
  'uniform(0,1]': uniform(1, FINE),
  // Capped at 50 times its mean, which leaves out exp(−50).
  'exp mean 1': cappedExponential(FINE, 50 * FINE),
  'lognormal mean 1 cv 0.5': lognormal(FINE, 0.5),
  'lognormal mean 1 cv 1.0': lognormal(FINE, 1),
  'lognormal mean 1 cv 2.0': lognormal(FINE, 2),
};

const WHOLE: Readonly<Record<string, LengthDistribution>> = {
  'disc unif 1..512': uniform(1, 512),
  'geom mean 128': geometric(128),
  'capped_exp(128,32) mean 15.5594': cappedExponential(128, 32),
  'capped_exp(128,128) mean 53.6753': cappedExponential(128, 128),
  'capped_exp(128,512) mean 118.4757': cappedExponential(128, 512),
  'capped_exp(128,1536) mean 127.9903': cappedExponential(128, 1536),
};

/**
 * A capped exponential may be 0, which an output may not: as prompts, lengths are what was drawn, and the share of
 * slots in use is one less the padding waste. All other lengths are outputs, and it is one less the decode waste.
 */
const mayBeZero = (inputs: Inputs) => word(inputs, 'dist').startsWith('capped_exp');

export const emax: RandomFamily = {
  kind: 'random',
  id: 'emax',
  about:
    'full batches of B with independent lengths: mean longest length, and slot utilization E[L]/E[max] as one less ' +
    'the decode waste (capped exponentials, which may be 0: as prompts, one less the padding waste)',
  system: (inputs) => {
    const dist = word(inputs, 'dist');
    const lengths = CONTINUOUS[dist] ?? WHOLE[dist]!;
    return {
      arrivals: allAtOnce(),
      wait: full(),
      maxBatchSize: number(inputs, 'B'),
      cost: affine({}),
      ...(mayBeZero(inputs) ? { promptTokens: lengths } : { outputTokens: lengths }),
    };
  },
  measure: (replication) => {
    const { promptTokens, outputTokens } = replication.system;
    const { paddingWaste, decodeWaste } = replication.summary;
    const { longestPrompt, longestOutput } = replication.log.batches;
    const perUnit = Object.values(CONTINUOUS).includes(outputTokens!) ? FINE : 1;
    return {
      Emax: mean(promptTokens ? longestPrompt : longestOutput, replication) / perUnit,
      utilisation: 1 - (promptTokens ? paddingWaste! : decodeWaste!),
    };
  },
};

/** Mean over the measured batches. */
function mean(column: Int32Array, { log, warmup, system }: Replication): number {
  const first = warmup / system.maxBatchSize;
  let sum = 0;
  for (let batch = first; batch < log.batchCount; batch++) sum += column[batch]!;
  return sum / (log.batchCount - first);
}
