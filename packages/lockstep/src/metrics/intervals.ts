import type { Interval } from './summary.js';

/** Batch means: a run is cut into this many consecutive blocks, long enough to be nearly independent. */
export const BLOCKS = 30;

/** For a 99th percentile: fewer and longer blocks, as the values beyond it come in rare clusters. */
export const P99_BLOCKS = 10;

/** Student's t, two-sided 95 %, by the number of blocks. */
const T_95: Readonly<Record<number, number>> = { 10: 2.262157162798205, 30: 2.045229642132703 };

/** Fewest values for an interval of a mean: blocks of 200, as shorter ones hang together at a load of 0.7. */
const LEAST_FOR_MEAN = 6_000;

/** Fewest values for an interval of a 99th percentile: 150 lie beyond it. */
const LEAST_FOR_P99 = 15_000;

/** Whether a run of this many values says anything about the error of its mean. */
export function enoughForMean(count: number): boolean {
  return count >= LEAST_FOR_MEAN;
}

/** Whether a run of this many values says anything about the error of its 99th percentile. */
export function enoughForP99(count: number): boolean {
  return count >= LEAST_FOR_P99;
}

/** The first index of block b when `count` values are cut into `blocks` blocks. */
export function blockStart(block: number, count: number, blocks = BLOCKS): number {
  return Math.floor((block * count) / blocks);
}

/** 95 % interval around an estimate from one figure per block (method of batch means). */
export function intervalOf(estimate: number, perBlock: readonly number[]): Interval {
  const half = halfWidth(perBlock);
  return [estimate - half, estimate + half];
}

/** Half the width of the 95 % interval around the mean of one figure per block. */
export function halfWidth(perBlock: readonly number[]): number {
  return (T_95[perBlock.length]! * deviation(perBlock)) / Math.sqrt(perBlock.length);
}

/** 95 % interval of a ratio Σa/Σb from a and b per block (delta method). */
export function intervalOfRatio(a: readonly number[], b: readonly number[]): Interval {
  const sumB = b.reduce((sum, value) => sum + value, 0);
  const ratio = a.reduce((sum, value) => sum + value, 0) / sumB;
  const residuals = a.map((value, i) => value - ratio * b[i]!);
  const half = (halfWidth(residuals) * a.length) / sumB;
  return [ratio - half, ratio + half];
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
