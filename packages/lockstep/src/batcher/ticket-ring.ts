/**
 * Tickets by the ids of their requests. Ids grow and leave in almost the same order, so a ring whose slots are ids
 * does what a map would, several times faster. It spans from the oldest id it holds to the newest.
 */
export class TicketRing<T> {
  private slots: (T | undefined)[] = new Array<T | undefined>(64).fill(undefined);
  private mask = 63;
  /** Everything held is from this id on, … */
  private from = 0;
  /** … and before this one. */
  private to = 0;
  size = 0;

  /** @param id above all ids put in before */
  set(id: number, ticket: T): void {
    if (this.size === 0) this.from = id;
    if (id - this.from > this.mask) this.widen(id);
    this.slots[id & this.mask] = ticket;
    this.to = id + 1;
    this.size++;
  }

  get(id: number): T | undefined {
    return id >= this.from && id < this.to ? this.slots[id & this.mask] : undefined;
  }

  /** @param id of a ticket that is here */
  delete(id: number): void {
    this.slots[id & this.mask] = undefined;
    this.size--;
    if (id !== this.from) return;
    while (this.from < this.to && this.slots[this.from & this.mask] === undefined) this.from++;
  }

  *values(): Generator<T> {
    for (let id = this.from; id < this.to; id++) {
      const ticket = this.slots[id & this.mask];
      if (ticket !== undefined) yield ticket;
    }
  }

  private widen(id: number): void {
    let capacity = this.mask + 1;
    while (id - this.from >= capacity) capacity *= 2;
    const slots = new Array<T | undefined>(capacity).fill(undefined);
    for (let held = this.from; held < this.to; held++) {
      slots[held & (capacity - 1)] = this.slots[held & this.mask];
    }
    this.slots = slots;
    this.mask = capacity - 1;
  }
}
