import type { BatchLog } from '../core/index.js';
import { describe } from './distribution.js';
import type { RequestMeasure } from './request-measures.js';
import type { RunWindow } from './run-window.js';
import type { Distribution } from './summary.js';

/** Makes the distributions of a run one after another in one piece of memory. */
export class Describer {
  /** The memory: filled in the order of the run, reordered by describing. */
  readonly values: Float64Array;

  constructor(
    readonly window: RunWindow,
    /** False for an unstable run, whose intervals would mean nothing. */
    private readonly withIntervals: boolean,
  ) {
    this.values = new Float64Array(Math.max(window.completed, window.log.batchCount));
  }

  /** The distribution of a figure over completed requests, without those where it is NaN. */
  requests(measure: RequestMeasure): Distribution {
    const { window, values } = this;
    let count = 0;
    for (let request = window.firstRequest; request < window.log.requestCount; request++) {
      if (!window.isCompleted(request)) continue;
      const value = measure(window, request);
      if (value === value) values[count++] = value;
    }
    return this.describe(count);
  }

  /** The distribution of a figure over the batches that are measured. */
  batches(measure: (batches: BatchLog, batch: number) => number): Distribution {
    const { window, values } = this;
    let count = 0;
    for (let batch = 0; batch < window.log.batchCount; batch++) {
      if (window.holdsBatch(batch)) values[count++] = measure(window.log.batches, batch);
    }
    return this.describe(count);
  }

  /** Describes the first `count` values. */
  describe(count: number): Distribution {
    return describe(this.values, count, this.withIntervals);
  }
}
