/**
 * The requests that wait, first come first served, with their arrival times.
 *
 * A ring of columns. A cancelled request stays in place as a withdrawn entry (its arrival becomes NaN) until
 * it reaches the head or withdrawn entries outnumber the living; so every operation is amortized O(1), except
 * that cancelling finds its entry by binary search over the ids, which grow.
 */
export class WaitingQueue {
  private ids: Float64Array;
  private arrivals: Float64Array;
  private mask: number;
  private head = 0;
  private used = 0;
  private withdrawn = 0;

  /** @param capacity how many it holds at first: a power of 2 */
  constructor(capacity = 64) {
    this.ids = new Float64Array(capacity);
    this.arrivals = new Float64Array(capacity);
    this.mask = capacity - 1;
  }

  /** Requests waiting. */
  get size(): number {
    return this.used - this.withdrawn;
  }

  /** Arrival of the oldest waiting request (ms); NaN when none waits. */
  get oldestArrivedAt(): number {
    return this.used === 0 ? NaN : this.arrivals[this.head]!;
  }

  /** Id of the oldest waiting request; NaN when none waits. */
  get oldestId(): number {
    return this.used === 0 ? NaN : this.ids[this.head]!;
  }

  push(id: number, arrivedAt: number): void {
    if (this.used > this.mask) this.rebuild(this.size * 2);
    const slot = (this.head + this.used++) & this.mask;
    this.ids[slot] = id;
    this.arrivals[slot] = arrivedAt;
  }

  /** Takes the `count` oldest requests out, in order. */
  take(count: number): number[] {
    const taken = new Array<number>(count);
    for (let i = 0; i < count; i++) {
      taken[i] = this.ids[this.head]!;
      this.dropHead();
    }
    return taken;
  }

  /** Removes a waiting request; false if it is not here. */
  withdraw(id: number): boolean {
    let low = 0;
    let high = this.used - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ids[(this.head + middle) & this.mask]! < id) low = middle + 1;
      else high = middle;
    }
    const slot = (this.head + low) & this.mask;
    if (this.used === 0 || this.ids[slot] !== id || Number.isNaN(this.arrivals[slot]!)) return false;
    if (slot === this.head) {
      this.dropHead();
    } else {
      this.arrivals[slot] = NaN;
      this.withdrawn++;
      if (this.withdrawn > 32 && this.withdrawn > this.size) this.rebuild(this.size);
    }
    return true;
  }

  /** Steps past the head and the withdrawn entries behind it, so that the head is always a living request. */
  private dropHead(): void {
    do {
      this.head = (this.head + 1) & this.mask;
      this.used--;
      if (this.used === 0 || !Number.isNaN(this.arrivals[this.head]!)) return;
      this.withdrawn--;
    } while (true);
  }

  /** Moves the living entries into a ring with room for at least `room` of them, and one more. */
  private rebuild(room: number): void {
    let capacity = 64;
    while (capacity <= room) capacity *= 2;
    const ids = new Float64Array(capacity);
    const arrivals = new Float64Array(capacity);
    let living = 0;
    for (let i = 0; i < this.used; i++) {
      const slot = (this.head + i) & this.mask;
      if (Number.isNaN(this.arrivals[slot]!)) continue;
      ids[living] = this.ids[slot]!;
      arrivals[living++] = this.arrivals[slot]!;
    }
    this.ids = ids;
    this.arrivals = arrivals;
    this.mask = capacity - 1;
    this.head = 0;
    this.used = living;
    this.withdrawn = 0;
  }
}
