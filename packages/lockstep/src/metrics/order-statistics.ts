import { Bins } from './bins.js';

/** Below this many values, sorting is quickest. */
const SORT_BELOW = 1024;

/** Percentiles of one set of values, rising and each in [0, 100]; NaN if there are no values. */
export type Percentiles = (percents: readonly number[]) => number[];

/**
 * Percentiles by linear interpolation between order statistics (numpy's default).
 * @param values finite numbers in any order, left as they are
 */
export function percentiles(values: Float64Array, percents: readonly number[]): number[] {
  return percentilesOf(values)(percents);
}

/**
 * Prepares to take percentiles of the same values more than once: they are counted now, and each call of the
 * result passes over them once.
 * @param range of the values, if it is known
 */
export function percentilesOf(values: Float64Array, range = rangeOf(values)): Percentiles {
  const valuesAt = orderStatistics(values, range);
  return (percents) => interpolate(values.length, percents, valuesAt);
}

/** Gives the values at rising ranks, exactly. */
function orderStatistics(
  values: Float64Array,
  { min, max }: { min: number; max: number },
): (ranks: readonly number[]) => number[] {
  if (min === max) return (ranks) => ranks.map(() => min);
  if (values.length < SORT_BELOW) return bySorting(values);
  const bins = new Bins(min, max);
  bins.count(values);
  // The few bins in which a wanted rank lies are searched in the same way, unless one holds everything: then the
  // range is too narrow or too wide for bins of floating-point width.
  return (ranks) =>
    bins.collect(values, ranks).flatMap((bin) => {
      const search =
        bin.values.length < values.length
          ? orderStatistics(bin.values, rangeOf(bin.values))
          : bySorting(bin.values);
      return search(bin.ranks);
    });
}

function bySorting(values: Float64Array): (ranks: readonly number[]) => number[] {
  const sorted = values.slice().sort();
  return (ranks) => ranks.map((rank) => sorted[rank]!);
}

function rangeOf(values: Float64Array): { min: number; max: number } {
  let min = values[0]!;
  let max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
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
