import { ConfigurationError } from './errors.js';
import { MinHeap } from './min-heap.js';
import type { OrderedQueue, WaitingRequest } from './order.js';

interface Entry {
  readonly waiting: WaitingRequest;
  readonly rank: number;
  /** It has left; its entry is dropped when it is met. */
  gone: boolean;
}

/**
 * Requests by a rank that is fixed when they arrive. The first ones stand sorted in `front`, as many as are looked at; all
 * others in a heap behind them.
 */
export class RankedQueue implements OrderedQueue {
  private readonly entries = new Map<number, Entry>();
  private readonly front: Entry[] = [];
  private readonly rest = new MinHeap<Entry>();
  /** Entries of `rest` that have left. */
  private gone = 0;
  /** The most that were looked at: `front` is no longer than this. */
  private reach = 1;

  constructor(
    private readonly orderName: string,
    private readonly rankOf: (request: WaitingRequest) => number,
  ) {}

  get first(): WaitingRequest | null {
    this.fillFront(1);
    return this.front[0]?.waiting ?? null;
  }

  get firstRank(): number {
    this.fillFront(1);
    return this.front[0]?.rank ?? Infinity;
  }

  push(waiting: WaitingRequest): void {
    const rank = this.rankOf(waiting);
    if (Number.isNaN(rank)) {
      throw new ConfigurationError(`order ${this.orderName}: expected a number as the rank, got NaN`);
    }
    const entry = { waiting, rank, gone: false };
    this.entries.set(waiting.request, entry);
    const last = this.front.at(-1);
    if (last === undefined || !isBefore(entry, last)) {
      this.pushRest(entry);
      return;
    }
    this.front.splice(this.placeInFront(entry), 0, entry);
    if (this.front.length > this.reach) this.pushRest(this.front.pop()!);
  }

  withdraw({ request }: WaitingRequest): void {
    const entry = this.entries.get(request)!;
    this.entries.delete(request);
    const place = this.placeInFront(entry);
    if (this.front[place] === entry) {
      this.front.splice(place, 1);
      return;
    }
    entry.gone = true;
    this.gone++;
    if (this.gone > 32 && this.gone > this.entries.size) {
      this.rest.keep((each) => !each.gone);
      this.gone = 0;
    }
  }

  peek(count: number): readonly WaitingRequest[] {
    this.fillFront(count);
    return this.front.slice(0, count).map(({ waiting }) => waiting);
  }

  take(chosen: readonly WaitingRequest[]): void {
    for (const request of chosen) this.withdraw(request);
  }

  private fillFront(count: number): void {
    this.reach = Math.max(this.reach, Math.min(count, this.entries.size));
    while (this.front.length < count && this.rest.size > 0) {
      const entry = this.rest.pop()!;
      if (entry.gone) this.gone--;
      else this.front.push(entry);
    }
  }

  private pushRest(entry: Entry): void {
    this.rest.push(entry.rank, entry.waiting.request, entry);
  }

  /** Where an entry stands in `front`, or would. */
  private placeInFront(entry: Entry): number {
    let low = 0;
    let high = this.front.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.front[middle]!, entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.waiting.request < b.waiting.request);
}
