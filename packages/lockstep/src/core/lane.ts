import type { RunningBatch } from './running-batch.js';
import type { OpenBatch } from './wait-rules.js';
import { WaitingQueue } from './waiting-queue.js';

/**
 * The waiting requests of one compatibility key: a queue, an open batch and a wait clock of their own. Batches of other
 * keys that run meanwhile do not start the clock over, or a busy key would starve a rare one.
 */
export class Lane implements OpenBatch {
  newestArrivedAt = -Infinity;
  private readonly queue = new WaitingQueue();
  /** The batch that ran, or had run last, when the open batch began. */
  private behind: RunningBatch | null = null;

  /**
   * @param key undefined for the requests without one
   * @param place among all lanes
   */
  constructor(
    readonly key: string | undefined,
    public place: number,
    readonly maxBatchSize: number,
  ) {}

  get size(): number {
    return this.queue.size;
  }

  get isFull(): boolean {
    return this.queue.size >= this.maxBatchSize;
  }

  get engineFreeAt(): number {
    return this.behind === null ? -Infinity : this.behind.endedAt;
  }

  get oldestArrivedAt(): number {
    return this.queue.oldestArrivedAt;
  }

  /** Id of the oldest waiting request; NaN when none waits. */
  get oldestId(): number {
    return this.queue.oldestId;
  }

  /** @param latest the batch that runs, or ran last */
  push(request: number, arrivedAt: number, latest: RunningBatch | null): void {
    if (this.queue.size === 0) this.behind = latest;
    this.queue.push(request, arrivedAt);
    this.newestArrivedAt = arrivedAt;
  }

  /** Removes a waiting request; false if it is not here. */
  withdraw(request: number): boolean {
    return this.queue.withdraw(request);
  }

  /** Takes out the oldest requests, as many as a batch holds. */
  takeBatch(): number[] {
    return this.queue.take(Math.min(this.queue.size, this.maxBatchSize));
  }

  /** Those who did not fit into a batch begin the next one. */
  reopen(behind: RunningBatch): void {
    this.behind = behind;
  }
}
