// One run in numbers: 100,000 requests, a real GPU's times, a wait rule, a batch size.
import { oldest } from 'lockstep/core';
import { kernels } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson, uniform } from 'lockstep/workload';

const { summary } = simulate({
  maxBatchSize: 16,
  wait: oldest(50), // ms
  cost: kernels('llama-3-8b@a100'),
  workload: generatedWorkload({
    arrivals: poisson(4), // requests per second
    promptTokens: fixed(512),
    outputTokens: uniform(20, 200),
    count: 100_000,
  }),
});

// A figure that does not apply is null; here all of them do.
const { capacity, offeredLoad, e2eLatencyMs, decodeWaste } = summary;
console.log(`capacity ${capacity?.requestsPerSecond.toFixed(2)} requests/s, load ${offeredLoad?.toFixed(3)}`);
console.log(`p50 ${e2eLatencyMs.p50?.toFixed()} ms, p99 ${e2eLatencyMs.p99?.toFixed()} ms`);
console.log(
  `${(100 * (decodeWaste ?? 0)).toFixed(1)} % of all decode slots were held by rows that had finished`,
);

// Prints:
//   capacity 5.52 requests/s, load 0.725
//   p50 3843 ms, p99 5704 ms
//   40.3 % of all decode slots were held by rows that had finished
