import { readFileSync } from 'node:fs';
import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { traceWorkload } from 'lockstep/workload';

/** A run of the study, in real time with its own scheduler; instants in seconds after the first arrival. */
interface RealRun {
  readonly batch_size: number;
  readonly arrival_rate: number;
  readonly requests: readonly {
    readonly max_tokens: number;
    readonly arrival: number;
    readonly completion: number;
  }[];
}

export interface ReplayedRun {
  readonly batchSize: number;
  readonly rate: number;
  readonly requests: number;
  readonly batches: number;
  readonly sameBatches: boolean;
  /** Real completion less simulated completion (ms): the earliest and the latest of all requests. */
  readonly earliestMs: number;
  readonly latestMs: number;
  /** The most by which the lateness of the real run grew over a single batch (ms). */
  readonly latestBatchMs: number;
}

const FILE = new URL('../../packages/lockstep/test/fixtures/study-runs.json', import.meta.url);

/** Replays the recorded arrivals of the study's runs: rule `gap` with 100 ms, cost `mock`. */
export function replayStudy(): ReplayedRun[] {
  return (JSON.parse(readFileSync(FILE, 'utf8')) as RealRun[]).map(replayRun);
}

function replayRun({ batch_size, arrival_rate, requests }: RealRun): ReplayedRun {
  const { log } = run({
    maxBatchSize: batch_size,
    wait: gap(100),
    cost: mock(),
    workload: traceWorkload({
      file: 'study',
      format: 'lockstep',
      unit: 'ms',
      skipped: 0,
      arrivedAt: Float64Array.from(requests, ({ arrival }) => arrival * 1000),
      promptTokens: new Int32Array(requests.length).fill(1),
      outputTokens: Int32Array.from(requests, ({ max_tokens }) => max_tokens),
    }),
  });
  const lateMs = requests.map(
    ({ completion }, request) => completion * 1000 - log.batches.endedAt[log.requests.batch[request]!]!,
  );
  const lateByBatch = Array.from({ length: log.batchCount }, (_, batch) =>
    Math.max(...Array.from(log.membersOf(batch), (request) => lateMs[request]!)),
  );
  const real = realBatches(requests.map(({ completion }) => completion));
  return {
    batchSize: batch_size,
    rate: arrival_rate,
    requests: requests.length,
    batches: log.batchCount,
    sameBatches: requests.every((_, request) => log.requests.batch[request] === real[request]),
    earliestMs: Math.min(...lateMs),
    latestMs: Math.max(...lateMs),
    latestBatchMs: Math.max(
      ...lateByBatch.map((late, batch) => late - Math.max(0, lateByBatch[batch - 1] ?? 0)),
    ),
  };
}

/** Members of one real batch complete within a millisecond of each other; no batch takes less than 100 ms. */
function realBatches(completions: readonly number[]): number[] {
  let batch = 0;
  return completions.map((completion, request) =>
    request > 0 && completion - completions[request - 1]! > 0.02 ? ++batch : batch,
  );
}
