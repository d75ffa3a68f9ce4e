import type { CloseReason } from 'lockstep/core';

export type Rule = { name: 'atleast'; count: number } | { name: 'oldest' | 'window' | 'gap'; waitMs: number };

export interface Batch {
  readonly startedAt: number;
  readonly reason: CloseReason;
  readonly members: readonly number[];
}

/**
 * Static batching straight from the definition of each wait rule, one batch after another, for arrivals known
 * beforehand: an independent second way to the decisions of the event-driven scheduler.
 * @param execute time of a batch (ms)
 */
export function recursion(
  arrivals: readonly number[],
  rule: Rule,
  maxBatchSize: number,
  execute: (members: readonly number[]) => number,
): Batch[] {
  const batches: Batch[] = [];
  let free = -Infinity;
  let first = 0;
  while (first < arrivals.length) {
    const batch = nextBatch(arrivals, first, free, rule, maxBatchSize);
    batches.push(batch);
    first += batch.members.length;
    free = batch.startedAt + execute(batch.members);
  }
  return batches;
}

function nextBatch(
  arrivals: readonly number[],
  first: number,
  free: number,
  rule: Rule,
  maxBatchSize: number,
): Batch {
  if (rule.name === 'gap') return gapBatch(arrivals, first, free, rule.waitMs, maxBatchSize);
  const nth = (n: number): number => arrivals[first + n - 1] ?? Infinity;
  const fullAt = Math.max(free, nth(maxBatchSize));
  const waitAt =
    rule.name === 'atleast'
      ? Math.max(free, nth(rule.count))
      : rule.name === 'oldest'
        ? Math.max(free, nth(1) + rule.waitMs)
        : Math.max(free, nth(1)) + rule.waitMs;
  const endAt = Math.max(free, arrivals[arrivals.length - 1]!);
  const startedAt = Math.min(fullAt, waitAt === Infinity ? endAt : waitAt);
  const members: number[] = [];
  for (let i = first; i < arrivals.length && arrivals[i]! <= startedAt; i++) {
    if (members.length < maxBatchSize) members.push(i);
  }
  const reason = members.length === maxBatchSize ? 'full' : waitAt === Infinity ? 'end' : 'wait';
  return { startedAt, reason, members };
}

function gapBatch(
  arrivals: readonly number[],
  first: number,
  free: number,
  gap: number,
  maxBatchSize: number,
): Batch {
  const members = [first];
  let last = Math.max(free, arrivals[first]!);
  for (let j = first + 1; j < arrivals.length && members.length < maxBatchSize; j++) {
    if (Math.max(last, arrivals[j]!) > last + gap) break;
    last = Math.max(last, arrivals[j]!);
    members.push(j);
  }
  const full = members.length === maxBatchSize;
  return { startedAt: full ? last : last + gap, reason: full ? 'full' : 'wait', members };
}
