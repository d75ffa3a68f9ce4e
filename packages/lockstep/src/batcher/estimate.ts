/** Weight of the newest batch: the last ten or so count. */
const WEIGHT = 0.2;

/** What the batches so far say about when the next answers come. */
export class Estimate {
  /** Mean execution lately, as an exponentially weighted moving average (ms); null before the first batch. */
  executionMs: number | null = null;

  constructor(private readonly maxBatchSize: number) {}

  batchTook(ms: number): void {
    this.executionMs = this.executionMs === null ? ms : this.executionMs + WEIGHT * (ms - this.executionMs);
  }

  /** Until the running batch ends and others start (ms). */
  untilFreeMs(runningForMs: number | null): number | null {
    if (this.executionMs === null) return null;
    return runningForMs === null ? 0 : Math.max(0, this.executionMs - runningForMs);
  }

  /** Until so many more places of the queue are free, batches being full (ms). */
  untilPlacesMs(places: number, runningForMs: number | null): number | null {
    const free = this.untilFreeMs(runningForMs);
    if (free === null) return null;
    return free + Math.max(0, Math.ceil(places / this.maxBatchSize) - 1) * this.executionMs!;
  }

  /** Until the answer of an item that comes behind `waiting` others, all batches ahead of it being full (ms). */
  untilAnswerMs(waiting: number, runningForMs: number | null): number | null {
    const free = this.untilFreeMs(runningForMs);
    if (free === null) return null;
    return free + (Math.floor(waiting / this.maxBatchSize) + 1) * this.executionMs!;
  }
}
