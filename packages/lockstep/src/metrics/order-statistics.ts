/** Below this many values, sorting is quickest. */
const SORT_BELOW = 1024;

/** Bins of the count: few enough for their counters to stay in the processor's first cache. */
const BINS = 4096;

/**
 * Percentiles by linear interpolation between order statistics (numpy's default); NaN for no values.
 * @param values finite numbers in any order, left as they are
 * @param percents rising, each in [0, 100]
 */
export function percentiles(values: Float64Array, percents: readonly number[]): number[] {
  if (values.length === 0) return percents.map(() => NaN);
  const ranks = percents.map((percent) => (percent / 100) * (values.length - 1));
  const wanted = [...new Set(ranks.flatMap((rank) => [Math.floor(rank), Math.ceil(rank)]))];
  const found = new Map(orderStatistics(values, wanted).map((value, i) => [wanted[i]!, value]));
  return ranks.map((rank) => {
    const low = found.get(Math.floor(rank))!;
    const high = found.get(Math.ceil(rank))!;
    return low + (high - low) * (rank - Math.floor(rank));
  });
}

/**
 * The values at the given ranks, exactly: one pass counts the values in bins of equal width, a second one
 * collects those few bins in which a wanted rank lies, and each of these is searched in the same way.
 * @param ranks rising indices into the sorted values
 */
function orderStatistics(values: Float64Array, ranks: readonly number[]): number[] {
  if (values.length < SORT_BELOW) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[rank]!);
  }
  const { min, max } = rangeOf(values);
  if (min === max) return ranks.map(() => min);
  const perUnit = BINS / (max - min);
  const counts = new Uint32Array(BINS + 1);
  for (let i = 0; i < values.length; i++) counts[((values[i]! - min) * perUnit) | 0]!++;

  const bins = binsOf(ranks, counts);
  const collector = new Int32Array(BINS + 1).fill(-1);
  bins.forEach(({ bin }, i) => (collector[bin] = i));
  const collected = bins.map(({ bin }) => new Float64Array(counts[bin]!));
  const filled = new Int32Array(bins.length);
  for (let i = 0; i < values.length; i++) {
    const target = collector[((values[i]! - min) * perUnit) | 0]!;
    if (target >= 0) collected[target]![filled[target]!++] = values[i]!;
  }
  return bins.flatMap(({ ranksInBin }, i) => orderStatistics(collected[i]!, ranksInBin));
}

function rangeOf(values: Float64Array): { min: number; max: number } {
  let min = values[0]!;
  let max = min;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}

interface WantedBin {
  readonly bin: number;
  readonly ranksInBin: number[];
}

/** The bins in which the ranks lie, with each rank's place inside its bin. */
function binsOf(ranks: readonly number[], counts: Uint32Array): WantedBin[] {
  const wanted: WantedBin[] = [];
  let bin = 0;
  let before = 0;
  for (const rank of ranks) {
    while (before + counts[bin]! <= rank) before += counts[bin++]!;
    if (wanted.at(-1)?.bin !== bin) wanted.push({ bin, ranksInBin: [] });
    wanted.at(-1)!.ranksInBin.push(rank - before);
  }
  return wanted;
}
