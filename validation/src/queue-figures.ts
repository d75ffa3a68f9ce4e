import type { Distribution } from 'lockstep/metrics';
import { UNIT_MS } from './family.js';
import type { Replication } from './replicate.js';

/** The figures of queueing theory, under the names of the reference file and in units of time. */
export function queueFigures({ summary }: Replication): Record<string, number> {
  const { queueDelayMs, e2eLatencyMs, queueLength, batches, utilization } = summary;
  return {
    Wq: queueDelayMs.mean! / UNIT_MS,
    W: e2eLatencyMs.mean! / UNIT_MS,
    Lq: queueLength.waiting!,
    L: queueLength.inSystem!,
    meanBatch: batches.meanSize!,
    busy: utilization!,
    idleProb: 1 - utilization!,
  };
}

/** Percentiles in units of time. */
export function percentilesOf({ p50, p90, p95, p99 }: Distribution): Record<string, number> {
  return { p50: p50! / UNIT_MS, p90: p90! / UNIT_MS, p95: p95! / UNIT_MS, p99: p99! / UNIT_MS };
}
