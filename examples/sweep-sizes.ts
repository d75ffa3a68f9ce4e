// A sweep in process: plan it, run its points wherever you like, merge them, and ask what to choose.
import { readSweep, resolveScenario } from 'lockstep/scenario';
import { mergeSweep, simulate } from 'lockstep/simulation';
import { recommendationInWords } from 'lockstep/words';

const sweep = readSweep({
  batchSize: [1, 4, 8, 16, 32],
  wait: ['none', 'oldest:200ms'],
  cost: 'kernels:llama-3-8b@a100',
  rate: 2, // requests per second
  promptTokens: 512,
  outputTokens: 'uniform:20-200',
  requests: 50_000,
  slo: 'e2e=6s',
});

const noFiles = (name: string): string => {
  throw new Error(`expected no file, got ${name}`);
};
const points = sweep.points.map(({ scenario, coordinates }) => {
  const { configuration, options } = resolveScenario(scenario, noFiles);
  return { coordinates, ...configuration, ...simulate(options()).summary };
});

const result = mergeSweep(sweep.axes, points);
for (const { batchSize, wait, stable, e2eLatencyMs } of result.points) {
  const latency = stable ? `p99 ${((e2eLatencyMs.p99 ?? NaN) / 1000).toFixed(2)} s` : 'unstable';
  console.log(`${String(batchSize).padStart(2)} ${wait.padEnd(12)} ${latency}`);
}
for (const group of result.groups) {
  if (group.recommendation !== null) console.log(recommendationInWords(result, group, group.recommendation));
}

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
