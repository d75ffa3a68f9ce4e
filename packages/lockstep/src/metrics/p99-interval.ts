import { blockStart, halfWidth } from './intervals.js';
import type { Percentiles } from './order-statistics.js';
import type { Interval } from './summary.js';

/** Share of values beyond a 99th percentile. */
const BEYOND = 0.01;

/**
 * 95 % interval of the 99th percentile of values in the order of the run. Batch means say how well the run
 * measures the share of values beyond its 99th percentile, and the percentiles that lie as far out of the way in
 * share are the ends: Woodruff, "Confidence intervals for medians and other position measures" (JASA 47, 1952).
 * The interval is as lopsided as the tail, and no block has to be long enough for a 99th percentile of its own,
 * which in short blocks of values that hang together lies too low and varies too little.
 *
 * Where the upper end would lie beyond the largest value, it is the largest value: the true percentile exceeds it only
 * where no value of the run exceeds the true percentile, which is rarer than the 2.5 % that an end may miss.
 * @param p99 the 99th percentile of `values`
 * @param percentiles of `values`
 * @param blocks 3 to 30
 */
export function intervalOfP99(
  values: Float64Array,
  p99: number,
  percentiles: Percentiles,
  blocks: number,
): Interval {
  const from: number[] = [];
  const above: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const first = blockStart(block, values.length, blocks);
    const end = blockStart(block + 1, values.length, blocks);
    let larger = 0;
    let equal = 0;
    for (let i = first; i < end; i++) {
      if (values[i]! > p99) larger++;
      else if (values[i] === p99) equal++;
    }
    from.push((larger + equal) / (end - first));
    above.push(larger / (end - first));
  }
  // Many values may equal the percentile: what lies below it is then uncertain by one share, above by another.
  const most = Math.min(1, BEYOND + halfWidth(from));
  const least = Math.max(0, BEYOND - halfWidth(above));
  const [low, high] = percentiles([100 * (1 - most), 100 * (1 - least)]) as [number, number];
  return [low, high];
}
