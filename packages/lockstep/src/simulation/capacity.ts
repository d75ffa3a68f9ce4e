import { none, type SchedulerOptions } from '../core/index.js';
import { BatchSum, type CostModel } from '../cost/index.js';
import type { Capacity } from '../metrics/index.js';
import type { Workload } from '../workload/index.js';
import { DrawnLengths } from './drawn-lengths.js';
import { Moments } from './moments.js';
import { saturate } from './saturate.js';

/** Batches to draw. */
const BATCHES = 10_000;

/** Requests to draw at most: in large batches the longest row varies less, so fewer batches tell as much. */
const MAX_REQUESTS = 1_000_000;

/** Requests to draw where those give fewer than 100 batches; a larger batch is as good as unbounded. */
const MAX_REQUESTS_OF_HUGE = 10_000_000;

/**
 * The capacity belongs to the configuration: it is drawn with one seed whatever the run's, so that whether a run is
 * stable, and whether it has intervals, does not hang on the run's draws.
 */
const SEED = 1;

/** More rows than this are not scheduled to measure a capacity. */
const MOST_SATURATED = 100_000;

/** Of the scheduler's options those that decide what it sustains, beside the batch size. */
export type CapacityOptions = Partial<Pick<SchedulerOptions, 'order' | 'fill' | 'engines' | 'wait'>>;

/**
 * What the configured scheduler sustains under saturation, with lengths (and terms) that are drawn independently from the
 * workload, not from the batches that happened.
 *
 * First come, first served, in order and without terms every batch is full of independent draws: then it is engines × batch
 * size / mean execution of such batches. Otherwise the scheduler itself is run under a constant backlog, for which `wait`
 * is needed (default `none`). Null for unbounded batches, for those of more than ten million rows (100,000 where the
 * scheduler is run), and for batches that take no time. The draws have a stream of their own.
 */
export function capacityOf(
  cost: CostModel,
  workload: Workload,
  maxBatchSize: number,
  { order = null, fill = null, engines = 1, wait = none() }: CapacityOptions = {},
): Capacity | null {
  if (order === null && fill === null && workload.drawTerms === undefined) {
    return ofFullBatches(cost, workload, maxBatchSize, engines);
  }
  if (maxBatchSize > MOST_SATURATED) return null;
  return saturate(cost, workload, { maxBatchSize, wait, order, fill, engines });
}

function ofFullBatches(
  cost: CostModel,
  workload: Workload,
  maxBatchSize: number,
  engines: number,
): Capacity | null {
  if (maxBatchSize > MAX_REQUESTS_OF_HUGE) return null;
  const batches = Math.max(
    Math.min(BATCHES, Math.floor(MAX_REQUESTS / maxBatchSize)),
    Math.min(100, Math.floor(MAX_REQUESTS_OF_HUGE / maxBatchSize)),
  );
  const { promptTokens, outputTokens } = DrawnLengths.of(workload, batches * maxBatchSize);
  const shape = new BatchSum();
  // A cost model that draws times by itself tells their mean in `time`, and how they vary in its samples.
  const sample = cost.sampler?.(SEED);
  const execution = new Moments();
  let totalMs = 0;
  let totalTokens = 0;
  for (let batch = 0; batch < batches; batch++) {
    shape.clear();
    const end = (batch + 1) * maxBatchSize;
    for (let request = batch * maxBatchSize; request < end; request++) {
      shape.add(promptTokens[request]!, outputTokens[request]!);
      totalTokens += outputTokens[request]!;
    }
    const meanMs = cost.time(shape).durationMs;
    totalMs += meanMs;
    execution.add(sample === undefined ? meanMs : sample(shape).durationMs);
  }
  if (totalMs === 0) return null;
  return {
    requestsPerSecond: ((engines * batches * maxBatchSize) / totalMs) * 1000,
    outputTokensPerSecond: ((engines * totalTokens) / totalMs) * 1000,
    executionCv: execution.cv,
  };
}
