// A sweep in process: plan a grid, run its points wherever you like, merge them, and ask what to choose.
import { none, oldest } from 'lockstep/core';
import { kernels } from 'lockstep/cost';
import { formatWait } from 'lockstep/scenario';
import { mergeSweep, planSweep, simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson, uniform } from 'lockstep/workload';

const slo = { e2eMs: 6000, attainment: 0.99 };
const cost = kernels('llama-3-8b@a100');
const rate = 2; // requests per second

const points = planSweep({ batchSizes: [1, 4, 8, 16, 32], waits: [none(), oldest(200)], rates: [rate] }).map(
  ({ batchSize, wait }) => {
    const workload = generatedWorkload({
      arrivals: poisson(rate),
      promptTokens: fixed(512),
      outputTokens: uniform(20, 200),
      count: 50_000,
    });
    const { summary } = simulate({ maxBatchSize: batchSize, wait, cost, workload, slo });
    return { ...summary, batchSize, wait: formatWait(wait), rate };
  },
);

const { byRate } = mergeSweep(points, slo);
for (const { batchSize, wait, stable, e2eLatencyMs } of points) {
  const latency = stable ? `p99 ${((e2eLatencyMs.p99 ?? NaN) / 1000).toFixed(2)} s` : 'unstable';
  console.log(`${String(batchSize).padStart(2)} ${wait.padEnd(12)} ${latency}`);
}
console.log(byRate[0]?.recommendation?.reason);

// Prints:
//    1 none         unstable
//    4 none         p99 106.32 s
//    8 none         p99 4.87 s
//   16 none         p99 4.70 s
//   32 none         p99 4.70 s
//    1 oldest:200ms unstable
//    4 oldest:200ms p99 125.47 s
//    8 oldest:200ms p99 4.86 s
//   16 oldest:200ms p99 4.71 s
//   32 oldest:200ms p99 4.71 s
//   batch size 16 with none meets the SLO for 100 % of requests (asked: 99 %), with a p99 of 4.7 s; batch size 8 has a p99 of 4.87 s; batch size 32 has a p99 of 4.7 s, within 2 %
