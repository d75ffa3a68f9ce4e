import { blockedUntil, type DecisionLog, NO_BATCH, OUTCOMES } from '../core/index.js';
import type { Release } from './release.js';

const COMPLETED = OUTCOMES.indexOf('completed');

/**
 * The part of a run that is measured: all requests from the first that is not warm-up, and the time from its
 * arrival to the last answer. Holds the log's columns at hand: by request `arrivedAt`, `firstTokenAt`,
 * `finishedAt` and `outputTokens`, by batch `startedAt`, `engineFreeAt` and `endedAt`.
 */
export class RunWindow {
  readonly arrivedAt: Float64Array;
  readonly firstTokenAt: Float64Array;
  readonly finishedAt: Float64Array;
  readonly outputTokens: Int32Array;
  readonly startedAt: Float64Array;
  readonly engineFreeAt: Float64Array;
  readonly endedAt: Float64Array;
  /** Whether answers leave when their batch ends. */
  readonly releasesBatches: boolean;
  /** Requests that completed, from `firstRequest` on. */
  readonly completed: number;
  /** Arrival of the first request measured (ms); NaN without one. */
  readonly from: number;
  /** When the last answer left (ms); NaN without one. */
  readonly to: number;
  /** Batches that a request of the warm-up is in. An order other than first come, first served may start it late. */
  private readonly withWarmup = new Set<number>();
  private readonly lastWithWarmup: number = NO_BATCH;
  private readonly batchOf: Int32Array;
  private readonly outcome: Uint8Array;

  constructor(
    readonly log: DecisionLog,
    readonly release: Release,
    /** Requests before this one are warm-up. */
    readonly firstRequest: number,
  ) {
    ({
      arrivedAt: this.arrivedAt,
      firstTokenAt: this.firstTokenAt,
      finishedAt: this.finishedAt,
      outputTokens: this.outputTokens,
      batch: this.batchOf,
      outcome: this.outcome,
    } = log.requests);
    ({ startedAt: this.startedAt, engineFreeAt: this.engineFreeAt, endedAt: this.endedAt } = log.batches);
    this.releasesBatches = release === 'batch';
    let completed = 0;
    let to = -Infinity;
    for (let request = firstRequest; request < log.requestCount; request++) {
      if (!this.isCompleted(request)) continue;
      completed++;
      const releasedAt = this.releasedAt(request);
      if (releasedAt > to) to = releasedAt;
    }
    for (let request = 0; request < Math.min(firstRequest, log.requestCount); request++) {
      const batch = this.batchOf[request]!;
      this.withWarmup.add(batch);
      if (batch > this.lastWithWarmup) this.lastWithWarmup = batch;
    }
    this.completed = completed;
    this.from = firstRequest < log.requestCount ? this.arrivedAt[firstRequest]! : NaN;
    this.to = completed === 0 ? NaN : to;
  }

  get makespanMs(): number {
    return this.to - this.from;
  }

  /** Requests measured, whatever became of them. */
  get submitted(): number {
    return Math.max(0, this.log.requestCount - this.firstRequest);
  }

  isCompleted(request: number): boolean {
    return this.outcome[request] === COMPLETED;
  }

  // The batch is a parameter where the caller has it at hand: these are asked of every request.

  /** When the answer of a completed request left. */
  releasedAt(request: number, batch = this.batchOf[request]!): number {
    return this.releasesBatches && batch !== NO_BATCH ? this.endedAt[batch]! : this.finishedAt[request]!;
  }

  /** When a request stopped waiting: it started, or left without that. */
  waitedUntil(request: number, batch = this.batchOf[request]!): number {
    return batch === NO_BATCH ? this.log.waitedUntil(request) : this.startedAt[batch]!;
  }

  /** Until when no engine was free for a request; from then on its batch was forming. */
  blockedUntil(request: number, batch = this.batchOf[request]!): number {
    if (batch === NO_BATCH) return this.log.blockedUntil(request);
    return blockedUntil(this.arrivedAt[request]!, this.engineFreeAt[batch]!, this.startedAt[batch]!);
  }

  /** When a request left the system: its answer left, or it left without one. */
  leftAt(request: number): number {
    return this.isCompleted(request) ? this.releasedAt(request) : this.finishedAt[request]!;
  }

  /** Batch of a request that started. */
  batch(request: number): number {
    return this.batchOf[request]!;
  }

  /** Whether all members of a batch are measured: none is of the warm-up. */
  holdsBatch(batch: number): boolean {
    return batch > this.lastWithWarmup || !this.withWarmup.has(batch);
  }
}
