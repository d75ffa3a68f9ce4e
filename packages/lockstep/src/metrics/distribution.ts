import { BLOCKS, blockStart, enoughForMean, enoughForP99, intervalOf } from './intervals.js';
import { percentiles } from './order-statistics.js';
import type { Distribution } from './summary.js';

/** A distribution of nothing. */
export const NO_DISTRIBUTION: Distribution = {
  count: 0,
  mean: null,
  meanCi95: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p99Ci95: null,
  max: null,
};

/**
 * Describes values that stand in the order of the run.
 * @param withIntervals false for an unstable run, whose intervals would mean nothing
 */
export function describe(values: Float64Array, withIntervals: boolean): Distribution {
  const count = values.length;
  if (count === 0) return NO_DISTRIBUTION;
  const { sum, max, blockMeans } = sumBlocks(values);
  const mean = sum / count;
  const blockP99s = withIntervals && enoughForP99(count) ? p99OfBlocks(values) : null;
  const [p50, p90, p95, p99] = percentiles(values, [50, 90, 95, 99]) as [number, number, number, number];
  return {
    count,
    mean,
    meanCi95: withIntervals && enoughForMean(count) ? intervalOf(mean, blockMeans) : null,
    p50,
    p90,
    p95,
    p99,
    p99Ci95: blockP99s === null ? null : intervalOf(p99, blockP99s),
    max,
  };
}

function sumBlocks(values: Float64Array) {
  const count = values.length;
  let sum = 0;
  let max = -Infinity;
  const blockMeans: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const from = blockStart(block, count);
    const to = blockStart(block + 1, count);
    let blockSum = 0;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      blockSum += value;
      if (value > max) max = value;
    }
    sum += blockSum;
    blockMeans.push(blockSum / (to - from));
  }
  return { sum, max, blockMeans };
}

function p99OfBlocks(values: Float64Array): number[] {
  return Array.from({ length: BLOCKS }, (_, block) => {
    const from = blockStart(block, values.length);
    const to = blockStart(block + 1, values.length);
    return percentiles(values.subarray(from, to), [99])[0]!;
  });
}
