import { LockstepError } from '../core/index.js';

/** What a cost model may know of a batch: its size and its lengths, padded and summed. All counts in tokens. */
export interface BatchShape {
  /** Rows, ≥ 1. */
  size: number;
  /** Longest prompt, ≥ 0. */
  longestPrompt: number;
  /** Longest output, ≥ 1. */
  longestOutput: number;
  /** Σ prompt tokens over the rows. */
  promptTokens: number;
  /** Σ (prompt tokens)² over the rows: attention in the prefill is quadratic per row. */
  squaredPromptTokens: number;
}

/** The shape of one request alone in a batch. */
export function aloneShape(promptTokens: number, outputTokens: number): BatchShape {
  return {
    size: 1,
    longestPrompt: promptTokens,
    longestOutput: outputTokens,
    promptTokens,
    squaredPromptTokens: promptTokens * promptTokens,
  };
}

/**
 * How one batch runs. The rows of a static batch advance in lockstep: one curve, `tokenMs`, gives the instant
 * of every row's tokens, and a finished row keeps its slot, and its cost, to the end.
 */
export interface BatchTime {
  /** From the batch's start to its end (ms), ≥ 0; equal to `tokenMs(longestOutput)`. */
  readonly durationMs: number;
  /**
   * From the batch's start to the instant at which every row has its k-th output token (ms), for
   * 1 ≤ k ≤ longestOutput; never falls as k grows.
   */
  tokenMs(k: number): number;
  /** True where a model of measured points had to go beyond its measurements. */
  readonly extrapolated?: boolean;
}

/** How long a batch takes. Deterministic models have `time` only. */
export interface CostModel {
  /** Short name with its parameters as the command line writes them, such as `kernels:llama-3-8b@a100`. */
  readonly name: string;
  /**
   * The time of a batch; for a model with a random stream, the expected time. Reads `shape` during the call
   * only: the caller may reuse the object.
   * @throws CostError for a batch that cannot run, such as one that does not fit in memory
   */
  time(shape: BatchShape): BatchTime;
  /** Opens the model's own random stream: each call of the result times one batch of the run. */
  sampler?(seed: number): (shape: BatchShape) => BatchTime;
}

/** A cost model's parameters are wrong, or it cannot time this batch. */
export class CostError extends LockstepError {
  override readonly name = 'CostError';

  /** @param code `ERR_LOCKSTEP_COST_MEMORY` for a batch that does not fit into memory: another batch size may (default `ERR_LOCKSTEP_COST`) */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly code: 'ERR_LOCKSTEP_COST' | 'ERR_LOCKSTEP_COST_MEMORY' = 'ERR_LOCKSTEP_COST',
  ) {
    super(message, options);
  }
}
