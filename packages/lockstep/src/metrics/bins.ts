/** Few enough for the counters to stay in the processor's first cache. */
const BINS = 4096;

/** Values counted in bins of equal width: finds order statistics by looking at few of the values again. */
export class Bins {
  private readonly counts = new Uint32Array(BINS + 1);
  private readonly perUnit: number;

  /** @param min and max: of the values to come, which are finite; min < max */
  constructor(
    private readonly min: number,
    max: number,
  ) {
    this.perUnit = BINS / (max - min);
  }

  count(values: Float64Array): void {
    const { counts, min, perUnit } = this;
    for (let i = 0; i < values.length; i++) counts[((values[i]! - min) * perUnit) | 0]!++;
  }

  /**
   * The values in the bins in which the given ranks lie, with each rank's place inside its bin.
   * @param values as they were counted
   * @param ranks rising
   */
  collect(values: Float64Array, ranks: readonly number[]): { values: Float64Array; ranks: number[] }[] {
    const { counts, min, perUnit } = this;
    const wanted = this.locate(ranks);
    const collector = new Int16Array(BINS + 1).fill(-1);
    wanted.forEach(({ bin }, i) => (collector[bin] = i));
    const collected = wanted.map(({ bin }) => new Float64Array(counts[bin]!));
    const filled = new Int32Array(wanted.length);
    for (let i = 0; i < values.length; i++) {
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
