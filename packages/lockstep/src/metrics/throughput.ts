import { type Blocks, blockStart, intervalOfRatio, LEAST_VALUES } from './intervals.js';
import type { RunWindow } from './run-window.js';
import type { Interval, Summary } from './summary.js';

/**
 * Completed requests and their output tokens per second of makespan.
 * @param blocks into which the run is cut for its intervals; null for a run without intervals
 */
export function throughput(window: RunWindow, blocks: Blocks | null): Summary['throughput'] {
  const isCut = blocks !== null && window.completed >= LEAST_VALUES;
  const { requests, tokens, seconds } = sumBlocks(window, isCut ? blocks.means : 1);
  const perSecond = (amounts: readonly number[]): number | null =>
    window.makespanMs > 0 ? (sum(amounts) / window.makespanMs) * 1000 : null;
  const interval = (amounts: readonly number[]): Interval =>
    isCut ? intervalOfRatio(amounts, seconds) : null;
  return {
    requestsPerSecond: perSecond(requests),
    requestsPerSecondCi95: interval(requests),
    outputTokensPerSecond: perSecond(tokens),
    outputTokensPerSecondCi95: interval(tokens),
  };
}

/** Cuts the completed requests into blocks; a block's time ends when the last of its answers has left. */
function sumBlocks(
  window: RunWindow,
  blocks: number,
): { requests: number[]; tokens: number[]; seconds: number[] } {
  const requests: number[] = [];
  const tokens: number[] = [];
  const seconds: number[] = [];
  let request = window.firstRequest;
  let done = 0;
  let blockFrom = window.from;
  for (let block = 1; block <= blocks; block++) {
    const end = blockStart(block, window.completed, blocks);
    const doneBefore = done;
    let blockTokens = 0;
    let blockTo = blockFrom;
    for (; done < end; request++) {
      if (!window.isCompleted(request)) continue;
      done++;
      blockTokens += window.log.requests.outputTokens[request]!;
      blockTo = Math.max(blockTo, window.releasedAt(request));
    }
    requests.push(done - doneBefore);
    tokens.push(blockTokens);
    seconds.push((blockTo - blockFrom) / 1000);
    blockFrom = blockTo;
  }
  return { requests, tokens, seconds };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
