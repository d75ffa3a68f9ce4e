import { Bins } from './bins.js';

/** Below this many values, sorting is quickest. */
const SORT_BELOW = 1024;

/**
 * Percentiles by linear interpolation between order statistics (numpy's default); NaN for no values.
 * @param values finite numbers in any order, left as they are
 * @param percents rising, each in [0, 100]
 */
export function percentiles(values: Float64Array, percents: readonly number[]): number[] {
  return interpolate(values.length, percents, (ranks) => orderStatistics(values, ranks));
}

/**
 * Percentiles of the whole and of consecutive blocks, which share the work of counting.
 * @param min and max: of the values
 * @param starts where the blocks start, the first at 0
 * @param blockPercent the one percentile of each block
 */
export function percentilesWithBlocks(
  values: Float64Array,
  { min, max }: { min: number; max: number },
  percents: readonly number[],
  starts: readonly number[],
  blockPercent: number,
): { whole: number[]; blocks: number[] } {
  if (min === max) return { whole: percents.map(() => min), blocks: starts.map(() => min) };
  const ofWhole = new Bins(min, max);
  const ofBlock = new Bins(min, max);
  const blocks = starts.map((from, block) => {
    const to = starts[block + 1] ?? values.length;
    ofBlock.clear();
    ofBlock.count(values, from, to);
    ofWhole.add(ofBlock);
    return interpolate(to - from, [blockPercent], (ranks) => search(ofBlock, values, from, to, ranks))[0]!;
  });
  const whole = interpolate(values.length, percents, (ranks) =>
    search(ofWhole, values, 0, values.length, ranks),
  );
  return { whole, blocks };
}

/** The values at the given rising ranks, exactly. */
function orderStatistics(values: Float64Array, ranks: readonly number[]): number[] {
  if (values.length < SORT_BELOW) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[rank]!);
  }
  let min = values[0]!;
  let max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min === max) return ranks.map(() => min);
  const bins = new Bins(min, max);
  bins.count(values, 0, values.length);
  return search(bins, values, 0, values.length, ranks);
}

/** Collects the few bins in which a wanted rank lies, and searches each of them in the same way. */
function search(
  bins: Bins,
  values: Float64Array,
  from: number,
  to: number,
  ranks: readonly number[],
): number[] {
  const found = bins.collect(values, from, to, ranks);
  return found.flatMap((bin) => orderStatistics(bin.values, bin.ranks));
}

function interpolate(
  count: number,
  percents: readonly number[],
  valuesAt: (ranks: readonly number[]) => number[],
): number[] {
  if (count === 0) return percents.map(() => NaN);
  const places = percents.map((percent) => (percent / 100) * (count - 1));
  const ranks = [...new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]))];
  const found = new Map(valuesAt(ranks).map((value, i) => [ranks[i]!, value]));
  return places.map((place) => {
    const low = found.get(Math.floor(place))!;
    const high = found.get(Math.ceil(place))!;
    return low + (high - low) * (place - Math.floor(place));
  });
}
