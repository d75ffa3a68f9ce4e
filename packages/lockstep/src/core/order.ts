import { RankedQueue } from './ranked-queue.js';
import type { RequestTerms } from './request-terms.js';

/** A request that waits, as an order and a fill see it. */
export interface WaitingRequest {
  readonly request: number;
  /** ms */
  readonly arrivedAt: number;
  readonly terms: RequestTerms;
}

/**
 * Who is next? Made by a factory, and free of state: what it remembers is in what `open` gives. A scheduler without an
 * order serves first come, first served. Wait rules look at the oldest request, whatever the order.
 */
export interface Order {
  /** How messages call it, such as `priority`. */
  readonly name: string;
  /** Called once by each scheduler. */
  open(): OpenOrder;
}

/** An order in one scheduler: the queues of all keys share what it remembers. */
export interface OpenOrder {
  /** Whether the rank of a request that waits may change when others are taken, as with shares of tenants. */
  readonly ranksChange: boolean;
  /** Makes the queue of one key. */
  queue(): OrderedQueue;
}

/** The requests of one key that wait, in order. */
export interface OrderedQueue {
  /** The first request; null when none waits. */
  readonly first: WaitingRequest | null;
  /** Its rank: of several keys whose batches are due, that with the smallest is next, of equal ones the older request. */
  readonly firstRank: number;
  push(request: WaitingRequest): void;
  /** A request that was pushed has left without having been taken. */
  withdraw(request: WaitingRequest): void;
  /** The first requests, at most `count` (an integer ≥ 1, or Infinity), in order; they stay. */
  peek(count: number): readonly WaitingRequest[];
  /** These are in a batch now. */
  take(chosen: readonly WaitingRequest[]): void;
}

/**
 * An order by a rank that is fixed when a request arrives, so that nothing is ever sorted again: the smallest rank is first,
 * of equal ones the older request. Adding a request to n that wait takes O(log n).
 * @param rankOf a number; Infinity is last, NaN is refused
 */
export function byRank(name: string, rankOf: (request: WaitingRequest) => number): Order {
  return { name, open: () => ({ ranksChange: false, queue: () => new RankedQueue(name, rankOf) }) };
}
