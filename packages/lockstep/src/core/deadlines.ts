import { MinHeap } from './min-heap.js';

/**
 * The deadlines of requests that still matter: those that wait, and those whose row runs and is wanted.
 *
 * The earliest deadline is on top, of equal ones that of the oldest request. The entry of a request that is
 * gone is dropped when it comes to the top, and with all others of its kind once they outnumber the living: memory
 * follows the requests that still matter, however far away the deadlines of the others are. A deadline costs O(log n),
 * amortized.
 */
export class Deadlines {
  private readonly heap = new MinHeap<number>();
  private readonly living = new Set<number>();

  /** The next deadline (ms) of a request that still matters; Infinity if there is none. */
  nextAt = Infinity;

  /** @param at instant (ms), below Infinity */
  add(request: number, at: number): void {
    this.living.add(request);
    this.heap.push(at, request, request);
    this.nextAt = this.heap.topRank;
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
    const request = this.heap.top!;
    this.forget(request);
    return request;
  }

  private dropThoseGone(): void {
    const { heap, living } = this;
    while (heap.size > 0 && !living.has(heap.top!)) heap.pop();
    const gone = heap.size - living.size;
    if (gone > 32 && gone > living.size) heap.keep((request) => living.has(request));
    this.nextAt = heap.topRank;
  }
}
