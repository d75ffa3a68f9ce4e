import { type DecisionLog, NO_BATCH, OUTCOMES } from '../core/index.js';
import type { Release } from './release.js';

const COMPLETED = OUTCOMES.indexOf('completed');

/**
 * The part of a run that is measured: all requests from the first that is not warm-up, and the time from its
 * arrival to the last answer. Knows every instant of a request, released ones included.
 */
export class RunWindow {
  /** Requests that completed, from `firstRequest` on. */
  readonly completed: number;
  /** Arrival of the first request measured (ms); NaN without one. */
  readonly from: number;
  /** When the last answer left (ms); NaN without one. */
  readonly to: number;

  constructor(
    readonly log: DecisionLog,
    readonly release: Release,
    /** Requests before this one are warm-up. */
    readonly firstRequest: number,
  ) {
    let completed = 0;
    let to = NaN;
    for (let request = firstRequest; request < log.requestCount; request++) {
      if (!this.isCompleted(request)) continue;
      completed++;
      const releasedAt = this.releasedAt(request);
      if (!(releasedAt <= to)) to = releasedAt;
    }
    this.completed = completed;
    this.from = firstRequest < log.requestCount ? log.requests.arrivedAt[firstRequest]! : NaN;
    this.to = to;
  }

  get makespanMs(): number {
    return this.to - this.from;
  }

  /** Requests measured, whatever became of them. */
  get submitted(): number {
    return Math.max(0, this.log.requestCount - this.firstRequest);
  }

  isCompleted(request: number): boolean {
    return this.log.requests.outcome[request] === COMPLETED;
  }

  startedAt(request: number): number {
    return this.log.batches.startedAt[this.log.requests.batch[request]!]!;
  }

  engineFreeAt(request: number): number {
    return this.log.batches.engineFreeAt[this.log.requests.batch[request]!]!;
  }

  batchEndedAt(request: number): number {
    return this.log.batches.endedAt[this.log.requests.batch[request]!]!;
  }

  /** When the answer of a completed request left. */
  releasedAt(request: number): number {
    return this.release === 'batch' ? this.batchEndedAt(request) : this.log.requests.finishedAt[request]!;
  }

  /** When a request stopped waiting: it started, was cancelled, or was rejected. */
  waitedUntil(request: number): number {
    const { batch, finishedAt } = this.log.requests;
    return batch[request] === NO_BATCH ? finishedAt[request]! : this.startedAt(request);
  }

  /** When a request left the system: its answer left, or it was cancelled or rejected. */
  leftAt(request: number): number {
    return this.isCompleted(request) ? this.releasedAt(request) : this.log.requests.finishedAt[request]!;
  }

  /** Whether all members of a batch are measured. */
  holdsBatch(batch: number): boolean {
    return this.log.members[this.log.batches.membersFrom[batch]!]! >= this.firstRequest;
  }
}
