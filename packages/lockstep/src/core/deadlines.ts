/**
 * The deadlines of requests that still matter: those that wait, and those whose row runs and is wanted.
 *
 * A binary heap, the earliest deadline on top, of equal ones that of the oldest request. The entry of a request that is
 * gone is dropped when it comes to the top, and with all others of its kind once they outnumber the living: memory
 * follows the requests that still matter, however far away the deadlines of the others are. A deadline costs O(log n),
 * amortized.
 */
export class Deadlines {
  private instants: number[] = [];
  private requests: number[] = [];
  private readonly living = new Set<number>();

  /** The next deadline (ms) of a request that still matters; Infinity if there is none. */
  nextAt = Infinity;

  /** @param at instant (ms), below Infinity */
  add(request: number, at: number): void {
    this.living.add(request);
    this.push(request, at);
    this.nextAt = this.instants[0]!;
  }

  /** This request does not matter any more. No effect on one that has no deadline here. */
  forget(request: number): void {
    if (this.living.delete(request)) this.dropThoseGone();
  }

  /** The same for many. */
  forgetAll(requests: readonly number[]): void {
    for (const request of requests) this.forget(request);
  }

  /** Takes out a request whose deadline has come, the earliest first; null if there is none. */
  takeDue(now: number): number | null {
    if (!(this.nextAt <= now)) return null;
    const request = this.requests[0]!;
    this.forget(request);
    return request;
  }

  private dropThoseGone(): void {
    while (this.requests.length > 0 && !this.living.has(this.requests[0]!)) this.pop();
    const gone = this.requests.length - this.living.size;
    if (gone > 32 && gone > this.living.size) this.rebuild();
    this.nextAt = this.requests.length === 0 ? Infinity : this.instants[0]!;
  }

  private rebuild(): void {
    const { instants, requests } = this;
    this.instants = [];
    this.requests = [];
    for (let i = 0; i < requests.length; i++) {
      if (this.living.has(requests[i]!)) this.push(requests[i]!, instants[i]!);
    }
  }

  private push(request: number, at: number): void {
    let place = this.requests.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.isBefore(parent, request, at)) break;
      this.put(place, this.requests[parent]!, this.instants[parent]!);
      place = parent;
    }
    this.put(place, request, at);
  }

  private pop(): void {
    const request = this.requests.pop()!;
    const at = this.instants.pop()!;
    const size = this.requests.length;
    if (size === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isBefore(child + 1, this.requests[child]!, this.instants[child]!)) child++;
      if (!this.isBefore(child, request, at)) break;
      this.put(place, this.requests[child]!, this.instants[child]!);
      place = child;
    }
    this.put(place, request, at);
  }

  private put(place: number, request: number, at: number): void {
    this.requests[place] = request;
    this.instants[place] = at;
  }

  private isBefore(place: number, request: number, at: number): boolean {
    const instant = this.instants[place]!;
    return instant < at || (instant === at && this.requests[place]! < request);
  }
}
