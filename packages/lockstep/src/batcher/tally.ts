import type { Outcome } from '../core/index.js';
import { Estimate } from './estimate.js';
import type { BatcherStats } from './batcher-options.js';

/** What a batcher has done so far. */
export class Tally {
  readonly outcomes: Record<Exclude<Outcome, 'pending'>, number> = {
    completed: 0,
    failed: 0,
    rejected: 0,
    cancelled: 0,
    expired: 0,
  };
  batches = 0;
  reruns = 0;
  busyMs = 0;
  readonly estimate: Estimate;

  constructor(maxBatchSize: number) {
    this.estimate = new Estimate(maxBatchSize);
  }

  count(outcome: Outcome): void {
    // The most frequent one by its name: a name that is not known beforehand costs ten times as much.
    if (outcome === 'completed') this.outcomes.completed++;
    else if (outcome !== 'pending') this.outcomes[outcome]++;
  }

  /** @param runningForMs how long the running batch has been running; null if none runs */
  stats(runningForMs: number | null): Omit<BatcherStats, 'waiting' | 'running' | 'submitted' | 'draining'> {
    const { outcomes, batches, reruns, busyMs, estimate } = this;
    const { executionMs } = estimate;
    return { ...outcomes, batches, reruns, busyMs: busyMs + (runningForMs ?? 0), executionMs };
  }

  batchTook(executionMs: number, reruns: number): void {
    this.batches++;
    this.reruns += reruns;
    this.busyMs += executionMs;
    this.estimate.batchTook(executionMs);
  }
}
