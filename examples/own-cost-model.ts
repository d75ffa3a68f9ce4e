// A cost model of your own: an engine compiled for 1, 2, 4, 8 and 16 rows, which pads a batch up to the next of them.
import { none } from 'lockstep/core';
import type { CostModel } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { fixed, generatedWorkload, poisson } from 'lockstep/workload';

/** A step takes 20 ms, and 0.5 ms for each row that the engine was compiled for. */
const compiled: CostModel = {
  name: 'compiled',
  time({ size, longestOutput }) {
    const rows = 2 ** Math.ceil(Math.log2(size));
    const stepMs = 20 + 0.5 * rows;
    return { durationMs: longestOutput * stepMs, tokenMs: (k) => k * stepMs };
  },
};

function meanQueueDelay(maxBatchSize: number, rate: number): string {
  const workload = generatedWorkload({ arrivals: poisson(rate), outputTokens: fixed(20), count: 200_000 });
  const { summary } = simulate({ maxBatchSize, wait: none(), cost: compiled, workload });
  return `${summary.queueDelayMs.mean?.toFixed()} ms`;
}

// Alone in its batch a request takes 20 × 20.5 ms = 410 ms, whatever happens: this is M/D/1, whose mean queue
// delay is known (Pollaczek 1930): load × service time / (2 × (1 − load)).
const serviceMs = 410;
const load = 0.7;
const rate = load / (serviceMs / 1000);
console.log(`batch size  1: ${meanQueueDelay(1, rate)}`);
console.log(`in theory    : ${((load * serviceMs) / (2 * (1 - load))).toFixed()} ms`);
console.log(`batch size 16: ${meanQueueDelay(16, rate)}`);

// Prints:
//   batch size  1: 475 ms
//   in theory    : 478 ms
//   batch size 16: 121 ms
