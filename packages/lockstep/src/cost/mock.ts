import { type BatchShape, CostError, type CostModel } from './cost-model.js';
import { EvenTokens } from './even-tokens.js';

export interface MockOptions {
  /** Time per output token of a request alone (ms), finite, ≥ 0 (default 50). */
  readonly tokenMs?: number;
}

/**
 * The study's model: a batch takes longest output × token time × f, with f = 1 for one request and
 * max(0.5, 1 − 0.1·ln B) for B of them (B: the actual size). Prompts cost nothing; token k of every row is
 * ready at k/longest of the batch's time.
 * @throws CostError for a token time that is no time
 */
export function mock(options: MockOptions = {}): CostModel {
  const tokenMs = options.tokenMs ?? 50;
  if (!(tokenMs >= 0) || tokenMs === Infinity) {
    throw new CostError(`mock: expected a finite token time ≥ 0 ms, got ${tokenMs}`);
  }
  return {
    name: options.tokenMs === undefined ? 'mock' : `mock:${tokenMs}ms`,
    time: ({ size, longestOutput }: BatchShape) => {
      const factor = size === 1 ? 1 : Math.max(0.5, 1 - 0.1 * Math.log(size));
      return new EvenTokens(longestOutput * tokenMs * factor, longestOutput);
    },
  };
}
