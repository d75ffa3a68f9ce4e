import { type BatchLog, NO_BATCH } from '../core/index.js';
import { describe } from './distribution.js';
import type { Blocks } from './intervals.js';
import type { RequestMeasure } from './request-measures.js';
import type { RunWindow } from './run-window.js';
import type { Distribution } from './summary.js';

/** Makes the distributions of a run, one after another in one piece of memory. */
export class Describer {
  private readonly values: Float64Array;

  constructor(
    readonly window: RunWindow,
    /** Into which the run is cut for its intervals; null for a run without intervals. */
    private readonly blocks: Blocks | null,
  ) {
    this.values = new Float64Array(Math.max(window.completed, window.log.batchCount));
  }

  /** The distribution of a figure over completed requests, without those where it is NaN. */
  requests(measure: RequestMeasure): Distribution {
    return this.describe(this.fill(measure));
  }

  /** A figure of every completed request, in the order of their start, until the next call overwrites it. */
  fill(measure: RequestMeasure): Float64Array {
    const { window, values } = this;
    if (window.log.isWithoutBatches) return this.fillWithoutBatches(measure);
    const { batchCount, batches, members } = window.log;
    let count = 0;
    for (let batch = 0; batch < batchCount; batch++) {
      const from = batches.membersFrom[batch]!;
      const to = from + batches.size[batch]!;
      for (let i = from; i < to; i++) {
        const request = members[i]!;
        if (request < window.firstRequest || !window.isCompleted(request)) continue;
        const value = measure(window, request, batch);
        if (value === value) values[count++] = value;
      }
    }
    return values.subarray(0, count);
  }

  private fillWithoutBatches(measure: RequestMeasure): Float64Array {
    const { window, values } = this;
    const started: number[] = [];
    for (let request = window.firstRequest; request < window.log.requestCount; request++) {
      if (window.isCompleted(request)) started.push(request);
    }
    started.sort((a, b) => window.waitedUntil(a) - window.waitedUntil(b) || a - b);
    let count = 0;
    for (const request of started) {
      const value = measure(window, request, NO_BATCH);
      if (value === value) values[count++] = value;
    }
    return values.subarray(0, count);
  }

  /** The distribution of a figure over the batches that are measured. */
  batches(measure: (batches: BatchLog, batch: number) => number): Distribution {
    const { window, values } = this;
    let count = 0;
    for (let batch = 0; batch < window.log.batchCount; batch++) {
      if (window.holdsBatch(batch)) values[count++] = measure(window.log.batches, batch);
    }
    return this.describe(values.subarray(0, count));
  }

  describe(values: Float64Array): Distribution {
    return describe(values, this.blocks);
  }
}
