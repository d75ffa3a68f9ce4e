import type { Replication } from './replicate.js';

/**
 * Mean number of waiting requests that a measured arrival finds, over the time average of their number. The time ends
 * with the last arrival: no arrival sees the queue that runs out after it.
 */
export function queueFoundOverAverage(replication: Replication): number {
  const { log, warmup } = replication;
  const { arrivedAt, batch } = log.requests;
  const { startedAt, size } = log.batches;
  const last = log.requestCount - 1;
  const from = arrivedAt[warmup]!;
  const to = arrivedAt[last]!;
  let found = 0;
  let waitedMs = 0;
  let started = 0;
  let next = 0;
  for (let request = 0; request <= last; request++) {
    const at = arrivedAt[request]!;
    while (next < log.batchCount && startedAt[next]! < at) started += size[next++]!;
    if (request >= warmup) found += request - started;
    waitedMs += Math.max(0, Math.min(to, startedAt[batch[request]!]!) - Math.max(from, at));
  }
  return found / (last + 1 - warmup) / (waitedMs / (to - from));
}
