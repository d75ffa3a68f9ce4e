import { type BatchShape, CostError, type CostModel } from './cost-model.js';
import { GrowingSteps } from './growing-steps.js';
import { KERNEL_FITS, type KernelFit } from './kernel-fits.js';
import { checkPadding, type Padding } from './padding.js';
import { atLeastZero, preset } from './parameters.js';

export interface KernelsOptions {
  /** Prompts padded to the longest of the batch, or packed end to end (default `padded`). */
  readonly padding?: Padding;
  /** What the host adds to every pass through the model, prefill or decode step (ms), finite, ≥ 0 (default 0). */
  readonly hostOverheadMs?: number;
  /**
   * What the kernel times are multiplied with to account for the host, finite, ≥ 1 (default 1). Real engines
   * took 1.06 to 1.09 times their summed kernel times.
   */
  readonly hostOverheadFactor?: number;
}

/**
 * The time of a batch from fitted kernel times.
 *
 * The prefill takes floor + perToken·max(0, tokens − hinge) + perSquaredToken·Σ pᵢ² once per batch, and ends with
 * every row's first token. Then longest output − 1 decode steps follow, each base + perRow·rows +
 * perKvToken·ΣKV. The step that makes token k + 1 reads the KV of the prompt and of k tokens in every row, also in
 * rows that have finished. Padded, every pᵢ is the longest prompt; packed, each is its own.
 * @param fit a name in KERNEL_FITS, or a fit of your own
 * @throws CostError for an unknown name, a parameter out of range, or a fit with a number that is negative or not
 *   finite
 */
export function kernels(fit: string | KernelFit, options: KernelsOptions = {}): CostModel {
  const chosen = typeof fit === 'string' ? preset('kernels', 'a fit', KERNEL_FITS, fit) : fit;
  const padding = checkPadding('kernels', options.padding ?? 'padded');
  const hostMs = atLeastZero('kernels', 'hostOverheadMs', options.hostOverheadMs ?? 0);
  const factor = options.hostOverheadFactor ?? 1;
  if (!(factor >= 1 && factor < Infinity)) {
    throw new CostError(`kernels: expected hostOverheadFactor as a finite number ≥ 1, got ${factor}`);
  }
  for (const [phase, numbers] of [
    ['decode', chosen.decode],
    ['prefill', chosen.prefill],
  ] as const) {
    for (const [key, value] of Object.entries(numbers)) atLeastZero('kernels', `${phase}.${key}`, value);
  }

  const padded = padding === 'padded';
  const { hingeTokens } = chosen.prefill;
  const floorMs = factor * chosen.prefill.floorMs + hostMs;
  const perTokenMs = factor * chosen.prefill.perTokenMs;
  const perSquaredTokenMs = factor * chosen.prefill.perSquaredTokenMs;
  const baseMs = factor * chosen.decode.baseMs + hostMs;
  const perRowMs = factor * chosen.decode.perRowMs;
  const perKvTokenMs = factor * chosen.decode.perKvTokenMs;

  return {
    name: kernelsName(chosen.name, options),
    time: (shape: BatchShape) => {
      const { size, longestPrompt } = shape;
      const tokens = padded ? size * longestPrompt : shape.promptTokens;
      const squared = padded ? tokens * longestPrompt : shape.squaredPromptTokens;
      return new GrowingSteps(
        floorMs + perTokenMs * Math.max(0, tokens - hingeTokens) + perSquaredTokenMs * squared,
        baseMs + perRowMs * size + perKvTokenMs * tokens,
        perKvTokenMs * size,
        shape.longestOutput,
      );
    },
  };
}

function kernelsName(fit: string, { padding, hostOverheadMs, hostOverheadFactor }: KernelsOptions): string {
  const words = [`kernels:${fit}`];
  if (padding === 'packed') words.push('packed');
  if (hostOverheadMs !== undefined) words.push(`host=${hostOverheadMs}ms`);
  if (hostOverheadFactor !== undefined) words.push(`host-factor=${hostOverheadFactor}`);
  return words.join(',');
}
