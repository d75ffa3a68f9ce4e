import { atLeast, full, gap, none, oldest, window } from 'lockstep/core';
import { affine, exponential, kernels, mock, roofline, table } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { inTurn, median } from '../timing.mjs';
import { studyWorkload } from '../workloads.mjs';

const COUNT = 300_000;

const WAITS = {
  'atleast:4': atLeast(4),
  full: full(),
  none: none(),
  'oldest:100ms': oldest(100),
  'window:100ms': window(100),
  'gap:100ms': gap(100),
};

const COSTS = {
  mock: mock(),
  affine: affine({ prefillMs: 50, stepMs: 20, stepPerRowMs: 0.5 }),
  exponential: exponential({ meanMs: 800 }),
  kernels: kernels('llama-3-8b@a100'),
  table: table('llama-2-70b@a100x4'),
  roofline: roofline({ gpu: 'h100', model: 'llama-3-8b' }),
};

/** Everything relative to rule `gap` and cost `mock`, the pair of the measure `simulation`. */
export const variants = {
  name: 'variants',
  about: 'simulate with each wait rule and each cost model, relative to gap with mock',
  run() {
    const calls = { reference: simulating(WAITS['gap:100ms'], COSTS.mock) };
    for (const [name, wait] of Object.entries(WAITS)) calls[`wait ${name}`] = simulating(wait, COSTS.mock);
    for (const [name, cost] of Object.entries(COSTS))
      calls[`cost ${name}`] = simulating(WAITS['gap:100ms'], cost);
    const { reference, ...times } = inTurn(calls, 5);
    return Object.entries(times).map(([what, taken]) => ({
      what,
      value: median(reference) / median(taken),
      unit: 'of reference',
    }));
  },
};

function simulating(wait, cost) {
  const workload = studyWorkload(COUNT);
  return () => simulate({ maxBatchSize: 8, wait, cost, workload });
}
