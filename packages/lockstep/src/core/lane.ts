import type { OpenBatch } from './wait-rules.js';
import { WaitingQueue } from './waiting-queue.js';

/** What all lanes share. */
export interface LaneEngine {
  readonly maxBatchSize: number;
  /** When the engine became free (ms); -Infinity before its first batch. */
  readonly engineFreeAt: number;
}

/** The waiting requests of one compatibility key: a queue and an open batch of their own. */
export class Lane implements OpenBatch {
  readonly queue = new WaitingQueue();
  newestArrivedAt = -Infinity;

  /**
   * @param key undefined for the requests without one
   * @param place among all lanes
   */
  constructor(
    readonly key: string | undefined,
    public place: number,
    private readonly engine: LaneEngine,
  ) {}

  get size(): number {
    return this.queue.size;
  }

  get maxBatchSize(): number {
    return this.engine.maxBatchSize;
  }

  get engineFreeAt(): number {
    return this.engine.engineFreeAt;
  }

  get oldestArrivedAt(): number {
    return this.queue.oldestArrivedAt;
  }

  /** Id of the oldest waiting request; NaN when none waits. */
  get oldestId(): number {
    return this.queue.oldestId;
  }

  get isFull(): boolean {
    return this.queue.size >= this.engine.maxBatchSize;
  }

  push(request: number, arrivedAt: number): void {
    this.queue.push(request, arrivedAt);
    this.newestArrivedAt = arrivedAt;
  }
}
