/** Few enough for the counters to stay in the processor's first cache. */
const BINS = 4096;

/** Values counted in bins of equal width: finds order statistics by looking at few of the values again. */
export class Bins {
  readonly counts = new Uint32Array(BINS + 1);
  private readonly perUnit: number;

  /** @param min and max: of the values to come, which are finite; min < max */
  constructor(
    private readonly min: number,
    max: number,
  ) {
    this.perUnit = BINS / (max - min);
  }

  /** Counts `values[from, to)`. */
  count(values: Float64Array, from: number, to: number): void {
    const { counts, min, perUnit } = this;
    for (let i = from; i < to; i++) counts[((values[i]! - min) * perUnit) | 0]!++;
  }

  clear(): void {
    this.counts.fill(0);
  }

  /** Adds the counts of bins with the same limits. */
  add(other: Bins): void {
    for (let bin = 0; bin <= BINS; bin++) this.counts[bin]! += other.counts[bin]!;
  }

  /**
   * The values in the bins in which the given ranks lie, with each rank's place inside its bin.
   * @param values and limits as they were counted
   * @param ranks rising
   */
  collect(
    values: Float64Array,
    from: number,
    to: number,
    ranks: readonly number[],
  ): { values: Float64Array; ranks: number[] }[] {
    const { counts, min, perUnit } = this;
    const wanted = this.locate(ranks);
    const collector = new Int16Array(BINS + 1).fill(-1);
    wanted.forEach(({ bin }, i) => (collector[bin] = i));
    const collected = wanted.map(({ bin }) => new Float64Array(counts[bin]!));
    const filled = new Int32Array(wanted.length);
    for (let i = from; i < to; i++) {
      const target = collector[((values[i]! - min) * perUnit) | 0]!;
      if (target >= 0) collected[target]![filled[target]!++] = values[i]!;
    }
    return wanted.map(({ ranks }, i) => ({ values: collected[i]!, ranks }));
  }

  private locate(ranks: readonly number[]): { bin: number; ranks: number[] }[] {
    const located: { bin: number; ranks: number[] }[] = [];
    let bin = 0;
    let before = 0;
    for (const rank of ranks) {
      while (before + this.counts[bin]! <= rank) before += this.counts[bin++]!;
      if (located.at(-1)?.bin !== bin) located.push({ bin, ranks: [] });
      located.at(-1)!.ranks.push(rank - before);
    }
    return located;
  }
}
