// A recorded hour of a chat service (Azure, 2023) on one A100: what would static batching make of it?
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { oldest } from 'lockstep/core';
import { kernels } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { parseTrace, scaleTraceToRate, traceRate, traceWorkload } from 'lockstep/workload';

const file = new URL('data/azure-conv.csv.gz', import.meta.resolve('lockstep-cli/package.json'));
const trace = parseTrace(gunzipSync(readFileSync(file)).toString(), { file: 'azure-conv' });
const ownRate = traceRate(trace) ?? NaN; // null for a trace whose requests all come at once
console.log(`${trace.arrivedAt.length} requests, ${ownRate.toFixed(2)}/s`);

for (const rate of [ownRate, 1, 0.5]) {
  const { summary } = simulate({
    maxBatchSize: 16,
    wait: oldest(50),
    cost: kernels('llama-3-8b@a100'),
    workload: traceWorkload(scaleTraceToRate(trace, rate)),
  });
  const { stable, offeredLoad, e2eLatencyMs } = summary;
  // The latency of an unstable run says how long the run was, nothing else.
  const latency = stable ? `p99 ${((e2eLatencyMs.p99 ?? NaN) / 1000).toFixed(1)} s` : 'unstable';
  console.log(`at ${rate.toFixed(2)}/s: load ${offeredLoad?.toFixed(2)}, ${latency}`);
}

// Prints:
//   19366 requests, 5.53/s
//   at 5.53/s: load 4.47, unstable
//   at 1.00/s: load 0.81, p99 214.2 s
//   at 0.50/s: load 0.40, p99 16.7 s
