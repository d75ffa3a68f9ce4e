import type { Interval } from './summary.js';

/** Batch means: a run is cut into this many consecutive blocks, long enough to be nearly independent. */
export const BLOCKS = 30;

/** Student's t, 29 degrees of freedom, two-sided 95 %. */
const T_95 = 2.045229642132703;

/** Fewest values in a block for an interval of a mean. */
const MEAN_BLOCK = 50;

/** Fewest values in a block for an interval of a 99th percentile: ten of them lie above a block's own. */
const P99_BLOCK = 500;

/** Whether blocks of this many values say anything about the error of a mean. */
export function enoughForMean(count: number): boolean {
  return count >= BLOCKS * MEAN_BLOCK;
}

/** Whether blocks of this many values say anything about the error of a 99th percentile. */
export function enoughForP99(count: number): boolean {
  return count >= BLOCKS * P99_BLOCK;
}

/** The first index of block b when `count` values are cut into BLOCKS blocks. */
export function blockStart(block: number, count: number): number {
  return Math.floor((block * count) / BLOCKS);
}

/** 95 % interval around an estimate from one figure per block (method of batch means). */
export function intervalOf(estimate: number, perBlock: readonly number[]): Interval {
  const halfWidth = (T_95 * deviation(perBlock)) / Math.sqrt(perBlock.length);
  return [estimate - halfWidth, estimate + halfWidth];
}

/** 95 % interval of a ratio Σa/Σb from a and b per block (delta method). */
export function intervalOfRatio(a: readonly number[], b: readonly number[]): Interval {
  const sumB = b.reduce((sum, value) => sum + value, 0);
  const ratio = a.reduce((sum, value) => sum + value, 0) / sumB;
  const residuals = a.map((value, i) => value - ratio * b[i]!);
  const halfWidth = (T_95 * deviation(residuals) * Math.sqrt(a.length)) / sumB;
  return [ratio - halfWidth, ratio + halfWidth];
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
