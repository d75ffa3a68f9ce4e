import { roundingOf } from '../core/index.js';
import type { Interval } from './summary.js';

/**
 * Into how many consecutive blocks of equally many values a run is cut (method of batch means).
 */
export interface Blocks {
  /** For means and throughput. */
  readonly means: number;
  /** For a 99th percentile: fewer and longer, as the values beyond it come in rare clusters. */
  readonly p99: number;
}

/** A run has intervals from so many relaxations on: see `blocksOf`. */
export const LEAST_RELAXATIONS = 300;

/** Fewest values for intervals: 40 of them lie beyond the 99th percentile. */
export const LEAST_VALUES = 4_000;

const LEAST_BLOCKS = 3;
const MOST_BLOCKS = 30;
const RELAXATIONS_PER_BLOCK = 100;
const RELAXATIONS_PER_P99_BLOCK = 300;
const VALUES_PER_P99_BLOCK = 1_000;

/** Student's t, two-sided 95 %, for 3 to 30 blocks: 2 to 29 degrees of freedom. */
const T_95 = [
  4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389, 2.200986,
  2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156, 2.100922, 2.0930241, 2.0859634, 2.0796138,
  2.0738731, 2.0686576, 2.0638986, 2.0595386, 2.0555294, 2.0518305, 2.0484071, 2.0452296,
];

/** The least requests of a run that has intervals. @param relaxation in requests, see `relaxationOf` */
export function requestsNeeded(relaxation: number): number {
  const least = LEAST_RELAXATIONS * relaxation;
  return Math.max(LEAST_VALUES, Math.ceil(least - roundingOf(least)));
}

/**
 * How to cut a run, by its length and by how fast its queue forgets, never by what happened in it: a rule that looked
 * at the sample would leave out the intervals of the runs whose estimates are extreme.
 *
 * Blocks are long against the relaxation, and a short run has few of them, with the wide interval that Student's t
 * gives for few degrees of freedom. Three blocks of 100 relaxations are the least for which 95 % intervals hold the
 * truth about as often as they say (docs/validation.md).
 */
export function blocksOf(requests: number, relaxation: number): Blocks | null {
  if (requests < requestsNeeded(relaxation)) return null;
  return {
    means: between(requests / (RELAXATIONS_PER_BLOCK * relaxation), MOST_BLOCKS),
    p99: between(
      requests / (RELAXATIONS_PER_P99_BLOCK * relaxation),
      Math.min(MOST_BLOCKS, mostP99Blocks(requests)),
    ),
  };
}

/** Most blocks of so many values in which some lie beyond the 99th percentile of them all. */
export function mostP99Blocks(values: number): number {
  return Math.floor(values / VALUES_PER_P99_BLOCK);
}

/** The first index of block b when `count` values are cut into `blocks` blocks. */
export function blockStart(block: number, count: number, blocks: number): number {
  return Math.floor((block * count) / blocks);
}

/** 95 % interval around an estimate from one figure per block, 3 to 30 of them. */
export function intervalOf(estimate: number, perBlock: readonly number[]): Interval {
  const half = halfWidth(perBlock);
  return [estimate - half, estimate + half];
}

/** Half the width of the 95 % interval around the mean of one figure per block, 3 to 30 of them. */
export function halfWidth(perBlock: readonly number[]): number {
  return (T_95[perBlock.length - LEAST_BLOCKS]! * deviation(perBlock)) / Math.sqrt(perBlock.length);
}

/** 95 % interval of a ratio Σa/Σb from a and b per block (delta method). */
export function intervalOfRatio(a: readonly number[], b: readonly number[]): Interval {
  const sumB = b.reduce((sum, value) => sum + value, 0);
  const ratio = a.reduce((sum, value) => sum + value, 0) / sumB;
  const residuals = a.map((value, i) => value - ratio * b[i]!);
  const half = (halfWidth(residuals) * a.length) / sumB;
  return [ratio - half, ratio + half];
}

function between(blocks: number, most: number): number {
  return Math.min(most, Math.max(LEAST_BLOCKS, Math.floor(blocks)));
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
