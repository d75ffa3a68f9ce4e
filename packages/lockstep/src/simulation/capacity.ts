import type { BatchShape, CostModel } from '../cost/index.js';
import type { Capacity } from '../metrics/index.js';
import type { Workload } from '../workload/index.js';
import { DrawnLengths } from './drawn-lengths.js';

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

/**
 * What an engine sustains: batch size / mean execution of full batches whose lengths are drawn independently
 * from the workload, not from the batches that happened. Null for unbounded batches, for those of more than ten
 * million rows, and for batches that take no time. The draws have a stream of their own.
 */
export function capacityOf(cost: CostModel, workload: Workload, maxBatchSize: number): Capacity | null {
  if (maxBatchSize > MAX_REQUESTS_OF_HUGE) return null;
  const batches = Math.max(
    Math.min(BATCHES, Math.floor(MAX_REQUESTS / maxBatchSize)),
    Math.min(100, Math.floor(MAX_REQUESTS_OF_HUGE / maxBatchSize)),
  );
  const drawn = DrawnLengths.of(workload, batches * maxBatchSize);
  const shape: BatchShape = {
    size: maxBatchSize,
    longestPrompt: 0,
    longestOutput: 0,
    promptTokens: 0,
    squaredPromptTokens: 0,
  };
  // A cost model that draws times by itself tells their mean in `time`, and how they vary in its samples.
  const sample = cost.sampler?.(SEED);
  let totalMs = 0;
  let sampledMs = 0;
  let squares = 0;
  let totalTokens = 0;
  for (let batch = 0; batch < batches; batch++) {
    shape.longestPrompt = 0;
    shape.longestOutput = 0;
    shape.promptTokens = 0;
    shape.squaredPromptTokens = 0;
    const end = (batch + 1) * maxBatchSize;
    for (let request = batch * maxBatchSize; request < end; request++) {
      const promptTokens = drawn.promptTokens[request]!;
      const outputTokens = drawn.outputTokens[request]!;
      shape.longestPrompt = Math.max(shape.longestPrompt, promptTokens);
      shape.longestOutput = Math.max(shape.longestOutput, outputTokens);
      shape.promptTokens += promptTokens;
      shape.squaredPromptTokens += promptTokens * promptTokens;
      totalTokens += outputTokens;
    }
    const meanMs = cost.time(shape).durationMs;
    const sampleMs = sample === undefined ? meanMs : sample(shape).durationMs;
    totalMs += meanMs;
    sampledMs += sampleMs;
    squares += sampleMs * sampleMs;
  }
  if (totalMs === 0) return null;
  return {
    requestsPerSecond: ((batches * maxBatchSize) / totalMs) * 1000,
    outputTokensPerSecond: (totalTokens / totalMs) * 1000,
    executionCv: cvOf(sampledMs, squares, batches),
  };
}

/** Standard deviation / mean, of times that differ by more than rounding. */
function cvOf(sum: number, squares: number, count: number): number {
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  return variance > 1e-12 * mean * mean ? Math.sqrt(variance) / mean : 0;
}
