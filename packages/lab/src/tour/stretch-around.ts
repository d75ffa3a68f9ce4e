import type { DecisionLog } from 'lockstep/core';
import type { Stretch } from '../state/lab.js';
import type { AnsweredSpan } from './scene.js';

/** A stretch that holds the whole life of a request, and so many batches around its own (ms since the first arrival). */
export function stretchAround(log: DecisionLog, { arrivedAt, row }: AnsweredSpan, batches: number): Stretch {
  const { startedAt, endedAt } = log.batches;
  const first = Math.max(0, row.batch - Math.floor(batches / 2));
  const last = Math.min(log.batchCount - 1, first + batches - 1);
  const from = Math.min(arrivedAt, startedAt[first]!);
  const to = Math.max(row.batchEndedAt, endedAt[last]!);
  const origin = log.requests.arrivedAt[0]!;
  const margin = (to - from) * 0.03;
  return { from: Math.max(0, from - margin - origin), to: to + margin - origin };
}
