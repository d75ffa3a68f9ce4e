import { type Blocks, blockStart, intervalOf, LEAST_VALUES, mostP99Blocks } from './intervals.js';
import { percentilesOf } from './order-statistics.js';
import { intervalOfP99 } from './p99-interval.js';
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

const PERCENTS = [50, 90, 95, 99];

/**
 * Describes values that stand in the order of the run.
 * @param blocks into which the run is cut for its intervals; null for a run without intervals
 */
export function describe(values: Float64Array, blocks: Blocks | null): Distribution {
  const count = values.length;
  if (count === 0) return NO_DISTRIBUTION;
  const isCut = blocks !== null && count >= LEAST_VALUES;
  const cuts = isCut ? blocks.means : 1;
  const starts = Array.from({ length: cuts }, (_, block) => blockStart(block, count, cuts));
  const { sum, min, max, blockMeans } = sumBlocks(values, starts);
  const mean = sum / count;
  const percentiles = percentilesOf(values, { min, max });
  const [p50, p90, p95, p99] = percentiles(PERCENTS) as [number, number, number, number];
  return {
    count,
    mean,
    meanCi95: isCut ? intervalOf(mean, blockMeans) : null,
    p50,
    p90,
    p95,
    p99,
    p99Ci95: isCut
      ? intervalOfP99(values, p99, percentiles, Math.min(blocks.p99, mostP99Blocks(count)))
      : null,
    max,
  };
}

function sumBlocks(values: Float64Array, starts: readonly number[]) {
  const blockMeans: number[] = [];
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let block = 0; block < starts.length; block++) {
    const from = starts[block]!;
    const to = starts[block + 1] ?? values.length;
    let blockSum = 0;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      blockSum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    sum += blockSum;
    blockMeans.push(blockSum / (to - from));
  }
  return { sum, min, max, blockMeans };
}
