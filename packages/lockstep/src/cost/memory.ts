import { BatchTooLargeError } from '../core/index.js';
import { type BatchShape, CostError } from './cost-model.js';
import { GPUS, type Gpu } from './gpus.js';
import { allParameters, kvBytesPerToken, MODELS, type TransformerModel } from './models.js';
import type { Padding } from './padding.js';
import { aboveZero, preset, wholeFromOne } from './parameters.js';

/** A model on its GPUs, and what of their memory it may use. */
export interface Placement {
  /** A name in GPUS, or a GPU of your own. */
  readonly gpu: string | Gpu;
  /** A name in MODELS, or a model of your own. */
  readonly model: string | TransformerModel;
  /** GPUs that share each layer (tensor parallelism), an integer ≥ 1 (default 1). */
  readonly gpus?: number;
  /** Share of the memory kept free for activations and the runtime, 0 ≤ r < 1 (default 0.1). */
  readonly memoryReserve?: number;
}

/** A placement with its presets looked up, its numbers checked and its defaults filled in. */
export interface CheckedPlacement {
  readonly gpu: Gpu;
  readonly model: TransformerModel;
  readonly gpus: number;
  readonly memoryReserve: number;
}

/** @throws CostError for an unknown name or a number out of range */
export function checkPlacement(placement: Placement): CheckedPlacement {
  const gpu =
    typeof placement.gpu === 'string' ? preset('roofline', 'a GPU', GPUS, placement.gpu) : placement.gpu;
  const model =
    typeof placement.model === 'string'
      ? preset('roofline', 'a model', MODELS, placement.model)
      : placement.model;
  for (const key of ['teraflops', 'bandwidthGBps', 'memoryGB'] as const) {
    aboveZero('roofline', `${key} of ${gpu.name}`, gpu[key]);
  }
  const sizes = ['layers', 'hidden', 'heads', 'kvHeads', 'headDim', 'intermediate', 'vocabulary'] as const;
  for (const key of sizes) wholeFromOne('roofline', `${key} of ${model.name}`, model[key]);
  aboveZero('roofline', `weightBytes of ${model.name}`, model.weightBytes ?? 2);
  aboveZero('roofline', `kvBytes of ${model.name}`, model.kvBytes ?? 2);
  const memoryReserve = placement.memoryReserve ?? 0.1;
  if (!(memoryReserve >= 0 && memoryReserve < 1)) {
    throw new CostError(
      `roofline: expected memoryReserve as a share from 0 to below 1, got ${memoryReserve}`,
    );
  }
  return { gpu, model, gpus: wholeFromOne('roofline', 'gpus', placement.gpus ?? 1), memoryReserve };
}

/**
 * The largest static batch that fits: weights and, in every row, a KV cache for its whole prompt and output must
 * lie within gpus × memory × (1 − memoryReserve). 0 where not even one row does.
 * @throws CostError for an unknown name or a number out of range
 */
export function largestBatch(options: Placement & { promptTokens: number; outputTokens: number }): number {
  const tokens = options.promptTokens + options.outputTokens;
  aboveZero('largestBatch', 'promptTokens + outputTokens', tokens);
  return new MemoryBudget(checkPlacement(options)).rows(tokens);
}

/** What lies in memory while a static batch runs. Activations are left to the reserve. */
export class MemoryBudget {
  /** Tokens of context for which the KV cache has room, all rows together; below 0 if the weights do not fit. */
  readonly kvTokens: number;
  private readonly usableGB: number;
  private readonly weightsGB: number;
  private readonly kvGBPerToken: number;

  constructor(private readonly placement: CheckedPlacement) {
    const { gpu, model, gpus, memoryReserve } = placement;
    this.usableGB = gpus * gpu.memoryGB * (1 - memoryReserve);
    this.weightsGB = (allParameters(model) * (model.weightBytes ?? 2)) / 1e9;
    this.kvGBPerToken = kvBytesPerToken(model) / 1e9;
    this.kvTokens = (this.usableGB - this.weightsGB) / this.kvGBPerToken;
  }

  /** The largest batch whose rows hold this many tokens each, prompt and output, > 0. */
  rows(tokensPerRow: number): number {
    return Math.max(0, Math.floor(this.kvTokens / tokensPerRow));
  }

  /**
   * What a batch that does not fit needs, what there is, and the largest batch like it that fits: also as its cause, a
   * BatchTooLargeError, unless not even one row does.
   */
  refusal(shape: BatchShape, contextTokens: number, padding: Padding): CostError {
    const { gpu, model, gpus, memoryReserve } = this.placement;
    const kvGB = contextTokens * this.kvGBPerToken;
    const largest = this.rows(contextTokens / shape.size);
    const where = gpus === 1 ? gpu.name : `${gpus} × ${gpu.name}`;
    const prompts =
      padding === 'padded' ? `${shape.longestPrompt}` : `a mean of ${shape.promptTokens / shape.size}`;
    const message =
      `roofline: ${model.name} on ${where} has no room for a batch of ${shape.size} with ${prompts} prompt and ` +
      `${shape.longestOutput} output tokens a row: it needs ${this.weightsGB.toFixed(1)} GB of weights and ` +
      `${kvGB.toFixed(1)} GB of KV cache, and ${this.usableGB.toFixed(1)} of ${gpus * gpu.memoryGB} GB are ` +
      `usable (memoryReserve ${memoryReserve}). ` +
      (largest > 0 ? `The largest batch that fits is ${largest}.` : 'Not even a batch of 1 fits.');
    // A batcher whose engine refuses a batch so runs it again in batches of that size.
    const cause = largest > 0 ? { cause: new BatchTooLargeError(message, largest) } : undefined;
    return new CostError(message, cause, 'ERR_LOCKSTEP_COST_MEMORY');
  }
}
