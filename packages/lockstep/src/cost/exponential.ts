import { randomStream } from '../random/index.js';
import type { BatchShape, CostModel } from './cost-model.js';
import { EvenTokens } from './even-tokens.js';
import { atLeastZero } from './parameters.js';

export interface ExponentialOptions {
  /** Mean time of a batch (ms), finite, ≥ 0. */
  readonly meanMs: number;
}

/**
 * A batch takes an exponentially distributed time whatever its size and lengths: the service of the queue
 * M/M[1,b]/1 (Bailey 1954), whose exact solution checks a simulation. `time` is the expectation; a sampler
 * draws from a stream of its own. Token k of every row is ready at k/longest of the batch's time.
 * @throws CostError for a mean that is negative or not finite
 */
export function exponential({ meanMs }: ExponentialOptions): CostModel {
  atLeastZero('exponential', 'meanMs', meanMs);
  return {
    name: `exponential:${meanMs}ms`,
    time: ({ longestOutput }: BatchShape) => new EvenTokens(meanMs, longestOutput),
    sampler: (seed: number) => {
      const random = randomStream(seed, 'exponential batch time');
      return ({ longestOutput }: BatchShape) =>
        new EvenTokens(-meanMs * Math.log(1 - random.next()), longestOutput);
    },
  };
}
