import type { BatchLog, DecisionLog } from 'lockstep/core';
import { type BatchTime, CostError, type CostModel, piecewiseLinear } from 'lockstep/cost';

/**
 * The cost model of a live run seen afterwards: a batch takes as long as the live one did in which its first request
 * ran, and its tokens come as they came there, straight lines between the instants that are known. Requests are counted
 * in the order in which they started, so that a batch that was formed otherwise does not shift those after it.
 */
export function measuredBatches(log: DecisionLog): CostModel {
  return {
    name: 'measured',
    time: () => {
      throw new CostError('measured: batches can only be timed in the order of a run');
    },
    sampler: () => {
      let started = 0;
      let batch = 0;
      return ({ size, longestOutput }) => {
        while (batch < log.batchCount - 1 && started >= endOf(batch, log.batches)) batch++;
        started += size;
        return new MeasuredTime(measuredTokens(batch, log), longestOutput);
      };
    },
  };
}

class MeasuredTime implements BatchTime {
  readonly durationMs: number;

  constructor(
    private readonly points: TokenPoints,
    longestOutput: number,
  ) {
    this.durationMs = this.tokenMs(longestOutput);
  }

  tokenMs(k: number): number {
    return piecewiseLinear(this.points.tokens, this.points.ms, k);
  }
}

/** Instants since a batch's start at which its rows had so many tokens, both rising. */
interface TokenPoints {
  readonly tokens: readonly number[];
  readonly ms: readonly number[];
}

/** What a batch's record knows of its tokens: the first, the last of every row, and the batch's end. */
function measuredTokens(batch: number, log: DecisionLog): TokenPoints {
  const { requests, batches } = log;
  const startedAt = batches.startedAt[batch]!;
  const at = new Map<number, number>();
  const know = (tokens: number, instant: number) => {
    if (!Number.isNaN(instant)) at.set(tokens, Math.max(at.get(tokens) ?? 0, instant - startedAt));
  };
  for (const request of log.membersOf(batch)) {
    know(1, requests.firstTokenAt[request]!);
    if (log.outcomeOf(request) === 'completed')
      know(requests.outputTokens[request]!, requests.finishedAt[request]!);
  }
  know(batches.longestOutput[batch]!, batches.endedAt[batch]!);
  const points = [...at].sort(([a], [b]) => a - b);
  let latest = 0;
  return {
    tokens: points.map(([tokens]) => tokens),
    ms: points.map(([, ms]) => (latest = Math.max(latest, ms))),
  };
}

/** How many requests had started when a batch had. */
function endOf(batch: number, { membersFrom, size }: BatchLog): number {
  return membersFrom[batch]! + size[batch]!;
}
