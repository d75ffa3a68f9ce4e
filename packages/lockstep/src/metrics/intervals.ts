import type { Interval } from './summary.js';

/** Batch means: a run is cut into this many consecutive blocks, long enough to be nearly independent. */
export const BLOCKS = 30;

/** Student's t, 29 degrees of freedom, two-sided 95 %. */
const T_95 = 2.045229642132703;

/** Fewest values in a block for an interval of a mean: shorter blocks hang together at a load of 0.7. */
const MEAN_BLOCK = 200;

/** Fewest values in a block for an interval of a 99th percentile: about five of them lie above it. */
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
  const half = halfWidth(perBlock);
  return [estimate - half, estimate + half];
}

/** Half the width of the 95 % interval around the mean of one figure per block. */
export function halfWidth(perBlock: readonly number[]): number {
  return (T_95 * deviation(perBlock)) / Math.sqrt(perBlock.length);
}

/** 95 % interval of a ratio Σa/Σb from a and b per block (delta method). */
export function intervalOfRatio(a: readonly number[], b: readonly number[]): Interval {
  const sumB = b.reduce((sum, value) => sum + value, 0);
  const ratio = a.reduce((sum, value) => sum + value, 0) / sumB;
  const residuals = a.map((value, i) => value - ratio * b[i]!);
  const half = (T_95 * deviation(residuals) * Math.sqrt(a.length)) / sumB;
  return [ratio - half, ratio + half];
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
