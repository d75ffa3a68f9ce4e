import { type BatchShape, type BatchTime, CostError, type CostModel } from './cost-model.js';
import { checkPlacement, MemoryBudget, type Placement } from './memory.js';
import { bodyParameters, kvBytesPerToken, linearParameters } from './models.js';
import { checkPadding, type Padding } from './padding.js';
import { atLeastZero } from './parameters.js';

export interface RooflineOptions extends Placement {
  /** Share of the GPU's arithmetic throughput that is reached, 0 < e ≤ 1 (default 1, the bound). */
  readonly computeEfficiency?: number;
  /** Share of the GPU's memory bandwidth that is reached, 0 < e ≤ 1 (default 1, the bound). */
  readonly bandwidthEfficiency?: number;
  /** Added to every pass through the model, prefill or decode step (ms), finite, ≥ 0 (default 0). */
  readonly stepOverheadMs?: number;
  /** Prompts padded to the longest of the batch, or packed end to end (default `padded`). */
  readonly padding?: Padding;
  /** The model's name (default `roofline:MODEL@GPU` with its options, as the command line writes them). */
  readonly name?: string;
}

/**
 * The time of a batch from the arithmetic and the memory traffic that it cannot do without: a pass takes the
 * larger of FLOPs / throughput and bytes / bandwidth (Williams, Waterman and Patterson, "Roofline", 2009), plus
 * `stepOverheadMs`. Efficiencies of 1 give a bound that no engine beats.
 *
 * With n rows, P linear parameters (P_body without the output head), V·h those of the head, T prompt tokens and
 * c tokens of context over all rows:
 * prefill: FLOPs 2·P_body·T + 2·V·h·n + 2·L·heads·headDim·Σ p(p + 1); bytes: weights and the KV of T tokens;
 * decode step: FLOPs 2·P·n + 4·L·heads·headDim·c; bytes: weights and the KV of c tokens.
 * The prefill ends with every row's first token; the step that makes token k + 1 has the prompt and k tokens of
 * context in every row, also in rows that have finished. Several GPUs count as one that is so many times faster
 * and larger; what they tell each other is left to `stepOverheadMs`.
 *
 * `time` throws CostError for a batch that does not fit in memory, with what it needs and the largest that fits; its cause
 * is then a BatchTooLargeError.
 * @throws CostError for an unknown name or a parameter out of range
 */
export function roofline(options: RooflineOptions): CostModel {
  const placement = checkPlacement(options);
  const { gpu, model, gpus } = placement;
  const computeEfficiency = efficiency('computeEfficiency', options.computeEfficiency ?? 1);
  const bandwidthEfficiency = efficiency('bandwidthEfficiency', options.bandwidthEfficiency ?? 1);
  const overheadMs = atLeastZero('roofline', 'stepOverheadMs', options.stepOverheadMs ?? 0);
  const padding = checkPadding('roofline', options.padding ?? 'padded');
  const padded = padding === 'padded';
  const memory = new MemoryBudget(placement);

  const flopsPerMs = gpu.teraflops * 1e9 * gpus * computeEfficiency;
  const bytesPerMs = gpu.bandwidthGBps * 1e6 * gpus * bandwidthEfficiency;
  const bodyMs = (2 * bodyParameters(model)) / flopsPerMs; // per token
  const headMs = (2 * model.vocabulary * model.hidden) / flopsPerMs; // per row
  const attentionMs = (2 * model.layers * model.heads * model.headDim) / flopsPerMs; // per pair of tokens, halved
  const weightsMs = (linearParameters(model) * (model.weightBytes ?? 2)) / bytesPerMs;
  const kvMs = kvBytesPerToken(model) / bytesPerMs; // per token

  return {
    name: options.name ?? rooflineName(options, model.name, gpu.name),
    time: (shape: BatchShape) => {
      const { size, longestPrompt, longestOutput } = shape;
      const tokens = padded ? size * longestPrompt : shape.promptTokens;
      const contextTokens = tokens + size * longestOutput;
      if (contextTokens > memory.kvTokens) throw memory.refusal(shape, contextTokens, padding);
      const squared = padded ? tokens * longestPrompt : shape.squaredPromptTokens;
      const prefillMs = Math.max(
        bodyMs * tokens + headMs * size + attentionMs * (squared + tokens),
        weightsMs + kvMs * tokens,
      );
      return new RooflineTime(
        prefillMs + overheadMs,
        (bodyMs + headMs) * size + 2 * attentionMs * tokens + overheadMs,
        2 * attentionMs * size,
        weightsMs + kvMs * tokens + overheadMs,
        kvMs * size,
        longestOutput,
      );
    },
  };
}

/**
 * A prefill, then decode steps of which the j-th takes the larger of two functions linear in j: arithmetic and
 * memory traffic. They cross at most once, so that all steps sum to two closed forms, one on either side.
 */
class RooflineTime implements BatchTime {
  readonly durationMs: number;
  private readonly earlyMs: number;
  private readonly earlyGrowthMs: number;
  private readonly lateMs: number;
  private readonly lateGrowthMs: number;
  /** The last decode step at which the early function is the larger; Infinity if it always is. */
  private readonly turn: number;
  /** What the steps up to the turn take more than the late function would have them take. */
  private readonly aheadMs: number;

  constructor(
    private readonly firstTokenMs: number,
    computeMs: number,
    computeGrowthMs: number,
    memoryMs: number,
    memoryGrowthMs: number,
    longestOutput: number,
  ) {
    const computeFirst = computeMs + computeGrowthMs >= memoryMs + memoryGrowthMs;
    this.earlyMs = computeFirst ? computeMs : memoryMs;
    this.earlyGrowthMs = computeFirst ? computeGrowthMs : memoryGrowthMs;
    this.lateMs = computeFirst ? memoryMs : computeMs;
    this.lateGrowthMs = computeFirst ? memoryGrowthMs : computeGrowthMs;
    this.turn =
      this.lateGrowthMs > this.earlyGrowthMs
        ? Math.floor((this.earlyMs - this.lateMs) / (this.lateGrowthMs - this.earlyGrowthMs))
        : Infinity;
    this.aheadMs =
      this.turn === Infinity
        ? 0
        : this.turn *
          (this.earlyMs - this.lateMs + (this.earlyGrowthMs - this.lateGrowthMs) * ((this.turn + 1) / 2));
    this.durationMs = this.tokenMs(longestOutput);
  }

  tokenMs(k: number): number {
    const steps = k - 1;
    return steps <= this.turn
      ? this.firstTokenMs + steps * (this.earlyMs + this.earlyGrowthMs * (k / 2))
      : this.firstTokenMs + this.aheadMs + steps * (this.lateMs + this.lateGrowthMs * (k / 2));
  }
}

function efficiency(what: string, value: number): number {
  if (!(value > 0 && value <= 1)) {
    throw new CostError(
      `roofline: expected ${what} as a share above 0 and up to 1 (the bound), got ${value}`,
    );
  }
  return value;
}

function rooflineName(options: RooflineOptions, model: string, gpu: string): string {
  const words = [`roofline:${model}@${gpu}${(options.gpus ?? 1) === 1 ? '' : `x${options.gpus}`}`];
  if (options.computeEfficiency !== undefined) words.push(`compute=${options.computeEfficiency}`);
  if (options.bandwidthEfficiency !== undefined) words.push(`bandwidth=${options.bandwidthEfficiency}`);
  if (options.stepOverheadMs !== undefined) words.push(`overhead=${options.stepOverheadMs}ms`);
  if (options.padding === 'packed') words.push('packed');
  if (options.memoryReserve !== undefined) words.push(`reserve=${options.memoryReserve}`);
  return words.join(',');
}
