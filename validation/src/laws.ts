import { summarize, type Summary } from 'lockstep/metrics';
import type { Replication } from './replicate.js';

/** Sums of floating-point numbers in different orders agree to this, relatively. */
const ROUNDING = 1e-9;

/** What is true of any run, measured whole: each law with its two sides. */
const LAWS: readonly {
  readonly law: string;
  sides(summary: Summary, replication: Replication): [number, number];
}[] = [
  {
    law: "Little's law for the system: L = throughput × mean E2E latency",
    sides: ({ queueLength, throughput, e2eLatencyMs }) => [
      queueLength.inSystem!,
      (throughput.requestsPerSecond! * e2eLatencyMs.mean!) / 1000,
    ],
  },
  {
    law: "Little's law for the queue: Lq = throughput × mean queue delay",
    sides: ({ queueLength, throughput, queueDelayMs }) => [
      queueLength.waiting!,
      (throughput.requestsPerSecond! * queueDelayMs.mean!) / 1000,
    ],
  },
  {
    law: 'the batch sizes sum to the completed requests',
    sides: ({ requests }, { log }) => [
      log.batches.size.subarray(0, log.batchCount).reduce((sum, size) => sum + size, 0),
      requests.completed,
    ],
  },
  {
    law: 'utilization = throughput × mean execution / mean batch size',
    sides: ({ utilization, throughput, executionMs, batches }) => [
      utilization!,
      (throughput.requestsPerSecond! * executionMs.mean!) / 1000 / batches.meanSize!,
    ],
  },
];

export const LAW_NAMES: readonly string[] = LAWS.map(({ law }) => law);

/** The laws that a run breaks, with their two sides. A run that takes no time has no rates, so no laws of them. */
export function brokenLaws(replication: Replication): string[] {
  const { log, system } = replication;
  const summary = summarize(log, {
    release: 'batch',
    maxBatchSize: system.maxBatchSize,
    ruleClosesBatches: true,
    capacity: null,
    openLoop: true,
  });
  if (summary.makespanMs === 0) return [];
  return LAWS.flatMap(({ law, sides }) => {
    const [left, right] = sides(summary, replication);
    return Math.abs(left - right) <= ROUNDING * Math.abs(right) ? [] : [`${law}: ${left} against ${right}`];
  });
}
