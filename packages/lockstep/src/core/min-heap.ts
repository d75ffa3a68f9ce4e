/**
 * Values by a number, the value with the smallest on top, of equal ones that with the smallest tie. A binary heap of
 * columns; adding and removing cost O(log n).
 */
export class MinHeap<T> {
  private ranks: number[] = [];
  private ties: number[] = [];
  private values: T[] = [];

  /** @param moved told of the place of a value whenever it changes, for those that are removed from anywhere */
  constructor(private readonly moved: ((value: T, place: number) => void) | null = null) {}

  get size(): number {
    return this.values.length;
  }

  /** The value with the smallest number; undefined if there is none. */
  get top(): T | undefined {
    return this.values[0];
  }

  /** The smallest number; Infinity if there is none. */
  get topRank(): number {
    return this.ranks[0] ?? Infinity;
  }

  push(rank: number, tie: number, value: T): void {
    this.rise(this.values.length, rank, tie, value);
  }

  /** Takes out the value on top; undefined if there is none. */
  pop(): T | undefined {
    const top = this.values[0];
    if (this.values.length > 0) this.removeAt(0);
    return top;
  }

  /** @param place of a value, as `moved` told */
  removeAt(place: number): void {
    const rank = this.ranks.pop()!;
    const tie = this.ties.pop()!;
    const value = this.values.pop()!;
    if (place === this.values.length) return;
    const parent = (place - 1) >> 1;
    if (place > 0 && !this.isBefore(parent, rank, tie)) this.rise(place, rank, tie, value);
    else this.sink(place, rank, tie, value);
  }

  /** Keeps only the values that `isKept` says. O(n log n). */
  keep(isKept: (value: T) => boolean): void {
    const { ranks, ties, values } = this;
    this.ranks = [];
    this.ties = [];
    this.values = [];
    values.forEach((value, i) => {
      if (isKept(value)) this.push(ranks[i]!, ties[i]!, value);
    });
  }

  private rise(from: number, rank: number, tie: number, value: T): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.isBefore(parent, rank, tie)) break;
      this.put(place, this.ranks[parent]!, this.ties[parent]!, this.values[parent]!);
      place = parent;
    }
    this.put(place, rank, tie, value);
  }

  private sink(from: number, rank: number, tie: number, value: T): void {
    const size = this.values.length;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isBefore(child + 1, this.ranks[child]!, this.ties[child]!)) child++;
      if (!this.isBefore(child, rank, tie)) break;
      this.put(place, this.ranks[child]!, this.ties[child]!, this.values[child]!);
      place = child;
    }
    this.put(place, rank, tie, value);
  }

  private put(place: number, rank: number, tie: number, value: T): void {
    this.ranks[place] = rank;
    this.ties[place] = tie;
    this.values[place] = value;
    this.moved?.(value, place);
  }

  private isBefore(place: number, rank: number, tie: number): boolean {
    const other = this.ranks[place]!;
    return other < rank || (other === rank && this.ties[place]! < tie);
  }
}
