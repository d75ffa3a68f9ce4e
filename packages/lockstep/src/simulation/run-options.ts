import {
  ConfigurationError,
  refuseEndlessWait,
  type SchedulerOptions,
  waitsForOthers,
} from '../core/index.js';
import type { CostModel } from '../cost/index.js';
import type { Release } from '../metrics/index.js';
import type { Workload } from '../workload/index.js';
import type { Cancellation } from './cancellations.js';

export interface RunOptions extends SchedulerOptions {
  readonly cost: CostModel;
  readonly workload: Workload;
  /** When answers leave: with each token, at the row's own end, or at the batch's end (default `batch`). */
  readonly release?: Release;
  /** Seeds the cost model's own random stream, if it has one: an integer (default 1). */
  readonly seed?: number;
  /** Requests that are cancelled, and when; not for a closed loop (default none). */
  readonly cancellations?: readonly Cancellation[];
  /**
   * How long (ms) after its arrival a request expires, for all alike or by its place in arrival order (the same whenever it
   * is asked): ≥ 0, or Infinity for never (the default). One that still waits leaves the queue; a row that is not answered
   * by then is not wanted any more.
   */
  readonly requestTimeoutMs?: number | ((request: number) => number);
}

/** @throws ConfigurationError for a closed loop that would wait for ever, or one with cancellations */
export function refuseStarvingLoop({
  workload,
  wait,
  maxBatchSize,
  cancellations,
}: Omit<RunOptions, 'cost'>): void {
  if (workload.users === undefined) return;
  refuseEndlessWait(wait, maxBatchSize, {
    count: workload.users,
    why: `the closed loop has ${workload.users} users`,
  });
  if (waitsForOthers(wait, maxBatchSize) && workload.drawTerms !== undefined) {
    throw new ConfigurationError(
      `wait rule ${wait.name} starts with ${wait.least(maxBatchSize)} waiting requests of one key, but the users of a ` +
        'closed loop may wait with different ones: it would wait for ever',
    );
  }
  if (cancellations !== undefined && cancellations.length > 0) {
    throw new ConfigurationError('cancellations: expected an open workload, got a closed loop');
  }
}
