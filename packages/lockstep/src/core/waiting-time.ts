import type { DecisionLog } from './decision-log.js';

/**
 * The instant (ms) that divides a request's wait: until then it was blocked, no engine was free; from then on its batch was
 * forming. Its blocked time is what lies before this instant, its forming time what lies behind it.
 * @param engineFreeAt since when an engine had been free when it stopped waiting (ms); -Infinity from the beginning
 * @param waitedUntil when it stopped waiting (ms)
 */
export function blockedUntil(arrivedAt: number, engineFreeAt: number, waitedUntil: number): number {
  return Math.min(waitedUntil, Math.max(arrivedAt, engineFreeAt));
}

/**
 * Since when an engine had been free at an instant (ms), for a request that left then without having started: -Infinity
 * from the beginning, Infinity if none was free.
 */
export function engineFreeBefore(log: DecisionLog, at: number): number {
  const { batches } = log;
  const last = startedBefore(log, at) - 1;
  if (last < 0) return -Infinity;
  const lastEnd = endOf(batches.endedAt[last]!);
  if (log.engines === 1) return lastEnd;
  const others = firstEndOfOthers(log, last);
  // Another engine was free as the last batch started, and has been since.
  if (others <= batches.startedAt[last]!) return batches.engineFreeAt[last]!;
  return Math.min(others, lastEnd);
}

/** How many batches started before an instant. */
function startedBefore({ batches, batchCount }: DecisionLog, at: number): number {
  let low = 0;
  let high = batchCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (batches.startedAt[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When the first of the other engines ends the batch that it ran as this one started; -Infinity if one had run none. */
function firstEndOfOthers(log: DecisionLog, batch: number): number {
  const seen = new Set([log.engineOf(batch)]);
  let first = Infinity;
  for (let before = batch - 1; before >= 0 && seen.size < log.engines; before--) {
    const engine = log.engineOf(before);
    if (seen.has(engine)) continue;
    seen.add(engine);
    first = Math.min(first, endOf(log.batches.endedAt[before]!));
  }
  return seen.size < log.engines ? -Infinity : first;
}

/** A batch that has no end yet is running. */
const endOf = (endedAt: number) => (Number.isNaN(endedAt) ? Infinity : endedAt);
