import type { DecisionLog } from '../core/index.js';
import type { BatchTime } from '../cost/index.js';

/** The batch that a virtual engine is running, and when it ends as rows are given up. */
export class RunningBatch {
  constructor(
    readonly engine: number,
    readonly batch: number,
    private readonly startedAt: number,
    private readonly time: BatchTime,
    readonly members: readonly number[],
    private readonly log: DecisionLog,
  ) {}

  /** When it ends unless rows are given up or it is aborted (ms). */
  get wholeAt(): number {
    return this.startedAt + this.time.durationMs;
  }

  /**
   * When the batch ends now that one more row has left: with the longest row that is still wanted, and at once
   * if none is. The log's longest output becomes the number of steps that the batch then runs.
   */
  endWithoutThoseGone(now: number): number {
    const { requests, batches } = this.log;
    let longest = 0;
    for (const request of this.members) {
      if (this.log.outcomeOf(request) !== 'pending') continue;
      longest = Math.max(longest, requests.outputTokens[request]!);
    }
    const end = longest === 0 ? now : Math.max(now, this.startedAt + this.time.tokenMs(longest));
    batches.longestOutput[this.batch] = this.tokensBy(end, longest);
    return end;
  }

  /** Output tokens that a row going on to the end has by an instant; at least those it is known to have. */
  private tokensBy(instant: number, known: number): number {
    let low = known;
    let high = this.log.batches.longestOutput[this.batch]!;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.startedAt + this.time.tokenMs(middle) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
