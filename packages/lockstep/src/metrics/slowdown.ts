import type { Describer } from './describer.js';
import { NO_DISTRIBUTION } from './distribution.js';
import { percentiles } from './order-statistics.js';
import { e2eLatencyMs } from './request-measures.js';
import type { Distribution } from './summary.js';

/** Mean slowdown of requests by what they take alone; null where there are none. */
export interface SlowdownBySize {
  readonly shortestQuarterSlowdown: number | null;
  readonly longestQuarterSlowdown: number | null;
  readonly slowdownByDecile: readonly (number | null)[];
  /** Whether all of them take the same time alone. */
  readonly isOneSize: boolean;
}

/** Execution of a request alone in a batch (ms). */
export type AloneMs = (promptTokens: number, outputTokens: number) => number;

interface Slowdown {
  readonly distribution: Distribution;
  readonly bySize: SlowdownBySize;
}

const NOTHING_BY_SIZE: SlowdownBySize = {
  shortestQuarterSlowdown: null,
  longestQuarterSlowdown: null,
  slowdownByDecile: new Array<null>(10).fill(null),
  isOneSize: false,
};

const LIMITS = [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90];

/**
 * Slowdown: E2E latency over the execution of the same request alone in a batch. Requests that take no time
 * alone have none. By size, a request belongs to the first tenth whose upper limit it does not exceed; the
 * shortest quarter takes at most the 25th percentile of sizes, the longest at least the 75th.
 */
export function describeSlowdown(describer: Describer, aloneMs: AloneMs | undefined): Slowdown {
  if (aloneMs === undefined) return { distribution: NO_DISTRIBUTION, bySize: NOTHING_BY_SIZE };
  const { promptTokens, outputTokens } = describer.window.log.requests;
  const sizes = new Float64Array(describer.window.completed);
  let count = 0;
  const slowdowns = describer.fill((window, request, batch) => {
    const size = aloneMs(promptTokens[request]!, outputTokens[request]!);
    if (!(size > 0)) return NaN;
    sizes[count++] = size;
    return e2eLatencyMs(window, request, batch) / size;
  });
  return {
    distribution: describer.describe(slowdowns),
    bySize: groupBySize(sizes.subarray(0, count), slowdowns),
  };
}

function groupBySize(sizes: Float64Array, slowdowns: Float64Array): SlowdownBySize {
  if (sizes.length === 0) return NOTHING_BY_SIZE;
  const limits = Float64Array.from(percentiles(sizes, LIMITS));
  const longest = limits[LIMITS.indexOf(75)]!;
  // One group between each two limits, so that a request is placed once; deciles and quarters are made of them.
  const groups = limits.length + 1;
  const sums = new Float64Array(groups);
  const counts = new Uint32Array(groups);
  let longestSum = 0;
  let longestCount = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i]!;
    let group = 0;
    while (group < limits.length && size > limits[group]!) group++;
    sums[group]! += slowdowns[i]!;
    counts[group]!++;
    if (size >= longest) {
      longestSum += slowdowns[i]!;
      longestCount++;
    }
  }
  const meanBetween = (above: number, upTo: number): number | null => {
    let sum = 0;
    let count = 0;
    for (let group = 0; group < groups; group++) {
      const limit = LIMITS[group] ?? 100;
      if (limit <= above || limit > upTo) continue;
      sum += sums[group]!;
      count += counts[group]!;
    }
    return count === 0 ? null : sum / count;
  };
  return {
    shortestQuarterSlowdown: meanBetween(0, 25),
    longestQuarterSlowdown: longestSum / longestCount,
    isOneSize: sizes.every((size) => size === sizes[0]),
    slowdownByDecile: Array.from({ length: 10 }, (_, decile) => meanBetween(decile * 10, decile * 10 + 10)),
  };
}
