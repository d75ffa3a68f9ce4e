/**
 * Of each aligned group of 1, 2, 4, 8, … requests the one that stands for it: the one with the largest value, the first
 * of those that are equal. Built once, in time and memory proportional to the requests; looking one up costs nothing.
 */
export class Pyramid {
  /** Groups of 2 requests, of 4, and so on to the one group of all. */
  private readonly levels: Int32Array[] = [];

  /** @param value of a request; one of -Infinity stands for no group */
  constructor(
    private readonly count: number,
    private readonly value: (request: number) => number,
  ) {
    for (let level = 0, length = count; length > 1; level++) {
      length = Math.ceil(length / 2);
      const groups = new Int32Array(length);
      for (let group = 0; group < length; group++) {
        groups[group] = this.larger(this.at(level, 2 * group), this.at(level, 2 * group + 1));
      }
      this.levels.push(groups);
    }
  }

  /** The request that is drawn for the group of 2^level requests that begins at group × 2^level; -1 if there is none. */
  at(level: number, group: number): number {
    if (level > 0 && this.levels.length > 0) {
      return this.levels[Math.min(level, this.levels.length) - 1]![group] ?? -1;
    }
    return group < this.count && this.value(group) > -Infinity ? group : -1;
  }

  private larger(a: number, b: number): number {
    if (a === -1 || b === -1) return Math.max(a, b);
    return this.value(b) > this.value(a) ? b : a;
  }
}
