import { randomStream } from 'lockstep/random';
import { percentiles } from '../packages/lockstep/dist/metrics/order-statistics.js';

/** The 99th percentile as a bare script takes it. */
export function bySorting(values) {
  const sorted = values.sort();
  const rank = 0.99 * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below];
  return low + ((sorted[below + 1] ?? low) - low) * (rank - below);
}

/** The 99th percentile by the library's own counting, which is several times as fast as sorting. */
export function byCounting(values) {
  return percentiles(values, [99])[0];
}

/**
 * The least that a study of rule `gap` with the mock cost can do: draw the workload, run the recursion, take
 * the mean and the p99 of nine distributions. No events, no scheduler, no log, no cancelling, no intervals.
 */
export function baseline({ count, rate, maxBatchSize, gapMs, tokenMs, seed }, takeP99) {
  const arrivalDraws = randomStream(seed, 'arrivals');
  const lengthDraws = randomStream(seed, 'output tokens');
  const arrivedAt = new Float64Array(count);
  const outputTokens = new Int32Array(count);
  const meanGap = 1000 / rate;
  let now = 0;
  for (let i = 0; i < count; i++) {
    arrivedAt[i] = now;
    now -= Math.log(1 - arrivalDraws.next()) * meanGap;
    outputTokens[i] = 10 + Math.floor(lengthDraws.next() * 20);
  }

  const [queueDelay, blocked, forming, held, e2e, ttft, tpot, slowdown, execution] = Array.from(
    { length: 9 },
    () => new Float64Array(count),
  );
  let batches = 0;
  let free = -Infinity;
  for (let first = 0; first < count;) {
    let last = Math.max(free, arrivedAt[first]);
    let next = first + 1;
    while (next < count && next - first < maxBatchSize && Math.max(last, arrivedAt[next]) <= last + gapMs) {
      last = Math.max(last, arrivedAt[next++]);
    }
    const size = next - first;
    const startedAt = size === maxBatchSize ? last : last + gapMs;
    let longest = 0;
    for (let i = first; i < next; i++) longest = Math.max(longest, outputTokens[i]);
    const duration = longest * tokenMs * (size === 1 ? 1 : Math.max(0.5, 1 - 0.1 * Math.log(size)));
    const endedAt = startedAt + duration;
    for (let i = first; i < next; i++) {
      const at = arrivedAt[i];
      const own = duration * (outputTokens[i] / longest);
      const firstToken = duration / longest;
      queueDelay[i] = startedAt - at;
      blocked[i] = Math.max(0, free - at);
      forming[i] = startedAt - Math.max(at, free);
      held[i] = duration - own;
      e2e[i] = endedAt - at;
      ttft[i] = endedAt - at;
      tpot[i] = (own - firstToken) / (outputTokens[i] - 1);
      slowdown[i] = (endedAt - at) / (outputTokens[i] * tokenMs);
    }
    execution[batches++] = duration;
    free = endedAt;
    first = next;
  }

  const meanAndP99 = (values, length) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[i];
    return { mean: sum / length, p99: takeP99(values.subarray(0, length)) };
  };
  return {
    queueDelayMs: meanAndP99(queueDelay, count),
    blockedMs: meanAndP99(blocked, count),
    formingMs: meanAndP99(forming, count),
    heldMs: meanAndP99(held, count),
    e2eLatencyMs: meanAndP99(e2e, count),
    ttftMs: meanAndP99(ttft, count),
    tpotMs: meanAndP99(tpot, count),
    slowdown: meanAndP99(slowdown, count),
    executionMs: meanAndP99(execution, batches),
  };
}
