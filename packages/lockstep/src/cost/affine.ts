import type { BatchShape, BatchTime, CostModel } from './cost-model.js';
import { atLeastZero } from './parameters.js';

/** All in ms, finite, ≥ 0, each 0 unless given; a padded prompt token is one of size × longest prompt. */
export interface AffineOptions {
  /** Once per batch, before its first step. */
  readonly prefillMs?: number;
  /** Prefill per row. */
  readonly prefillPerRowMs?: number;
  /** Prefill per padded prompt token. */
  readonly prefillPerTokenMs?: number;
  /** Every step. */
  readonly stepMs?: number;
  /** Every step, per row. */
  readonly stepPerRowMs?: number;
  /** Every step, per padded prompt token. */
  readonly stepPerTokenMs?: number;
}

/** The options' words on the command line, in the order in which a name lists them. */
const WORDS: readonly (readonly [keyof AffineOptions, string])[] = [
  ['prefillMs', 'prefill'],
  ['prefillPerRowMs', 'prefill-row'],
  ['prefillPerTokenMs', 'prefill-token'],
  ['stepMs', 'step'],
  ['stepPerRowMs', 'step-row'],
  ['stepPerTokenMs', 'step-token'],
];

/**
 * A batch takes prefill + step × longest output, both affine in its size m and its padded prompt tokens t:
 * prefill = prefillMs + prefillPerRowMs·m + prefillPerTokenMs·t, and step likewise. Token k of every row is
 * ready k steps after the prefill. This is the service time of most queueing models of batching, such as
 * Inoue, "Queueing analysis of GPU-based inference servers with dynamic batching" (2021).
 * @throws CostError for a time that is negative or not finite
 */
export function affine(options: AffineOptions): CostModel {
  for (const [key] of WORDS) atLeastZero('affine', key, options[key] ?? 0);
  const {
    prefillMs = 0,
    prefillPerRowMs = 0,
    prefillPerTokenMs = 0,
    stepMs = 0,
    stepPerRowMs = 0,
    stepPerTokenMs = 0,
  } = options;
  const given = WORDS.filter(([key]) => options[key] !== undefined).map(
    ([key, word]) => `${word}=${options[key]}ms`,
  );
  return {
    name: `affine:${given.length > 0 ? given.join(',') : 'step=0ms'}`,
    time: ({ size, longestPrompt, longestOutput }: BatchShape) => {
      const tokens = size * longestPrompt;
      return new AffineTime(
        prefillMs + prefillPerRowMs * size + prefillPerTokenMs * tokens,
        stepMs + stepPerRowMs * size + stepPerTokenMs * tokens,
        longestOutput,
      );
    },
  };
}

class AffineTime implements BatchTime {
  readonly durationMs: number;

  constructor(
    private readonly prefillMs: number,
    private readonly stepMs: number,
    longestOutput: number,
  ) {
    this.durationMs = this.tokenMs(longestOutput);
  }

  tokenMs(k: number): number {
    return this.prefillMs + k * this.stepMs;
  }
}
