import type { LaneHeap } from './lane-heap.js';
import type { RequestTerms } from './request-terms.js';
import type { Selection } from './selection.js';
import type { OpenBatch } from './wait-rules.js';
import { WaitingQueue } from './waiting-queue.js';

/**
 * The waiting requests of one compatibility key: a queue, an open batch and a wait clock of their own. Batches of other
 * keys that run meanwhile do not start the clock over, or a busy key would starve a rare one.
 */
export class Lane implements OpenBatch {
  newestArrivedAt = -Infinity;
  /** See OpenBatch; NaN while all engines have been busy since the open batch began: the wait rule is not asked then. */
  engineFreeAt = NaN;
  /** When its open batch closes (ms), as the wait rule said last. */
  closesAt = Infinity;
  /** The heap that holds it, and where in that heap. */
  heap: LaneHeap | null = null;
  heapPlace = -1;
  /** All that wait here, the oldest first; also where an order or a fill chooses. */
  private readonly queue: WaitingQueue;

  /**
   * @param key undefined for the requests without one
   * @param place among all lanes
   * @param selection chooses its batches; null for first come, first served and in order
   */
  constructor(
    readonly key: string | undefined,
    public place: number,
    readonly maxBatchSize: number,
    private readonly selection: Selection | null,
  ) {
    // Most keys have few waiting requests, and there may be many keys.
    this.queue = new WaitingQueue(key === undefined ? 64 : 4);
  }

  get size(): number {
    return this.queue.size;
  }

  get isFull(): boolean {
    return this.queue.size >= this.maxBatchSize;
  }

  get oldestArrivedAt(): number {
    return this.queue.oldestArrivedAt;
  }

  /** Id of the oldest waiting request; NaN when none waits. */
  get oldestId(): number {
    return this.queue.oldestId;
  }

  /** Of lanes whose batches are due that with the smallest rank is next, of equal ones that with the smaller `firstId`. */
  get rank(): number {
    return this.selection === null ? this.queue.oldestId : this.selection.firstRank;
  }

  /** Id of the request that is first in order. */
  get firstId(): number {
    return this.selection === null ? this.queue.oldestId : this.selection.firstId;
  }

  /** @param engineFreeAt since when an engine has been free (ms), NaN while all are busy */
  push(request: number, arrivedAt: number, engineFreeAt: number, terms: RequestTerms): void {
    if (this.queue.size === 0) this.engineFreeAt = engineFreeAt;
    this.queue.push(request, arrivedAt);
    this.newestArrivedAt = arrivedAt;
    if (this.selection !== null) this.selection.push(request, arrivedAt, terms);
  }

  /** Removes a waiting request; false if it is not here. */
  withdraw(request: number): boolean {
    if (!this.queue.withdraw(request)) return false;
    this.selection?.withdraw(request);
    return true;
  }

  /** Takes a batch out: the oldest requests, as many as it holds, or those that order and fill choose. */
  takeBatch(): number[] {
    if (this.selection === null) return this.queue.take(Math.min(this.queue.size, this.maxBatchSize));
    const members = this.selection.takeBatch();
    for (const request of members) this.queue.withdraw(request);
    return members;
  }

  /**
   * Its batch has started: requests that did not fit in begin the next one.
   * @param engineFreeAt since when an engine is free (ms), NaN if the batch went to the last one
   */
  reopen(engineFreeAt: number): void {
    this.engineFreeAt = engineFreeAt;
  }

  /** An engine has become free; before, all were busy. */
  engineFreed(now: number): void {
    if (Number.isNaN(this.engineFreeAt)) this.engineFreeAt = now;
  }
}
