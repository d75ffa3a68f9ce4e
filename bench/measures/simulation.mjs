import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { baseline } from '../baseline.mjs';
import { inTurn, median, ratio } from '../timing.mjs';
import { studyWorkload } from '../workloads.mjs';

const COUNT = 1_000_000;

export const simulation = {
  name: 'simulation',
  about: 'drawing the workload, simulating it and all metrics, against a bare recursion with means and p99s',
  run() {
    const times = inTurn(
      {
        simulate: () =>
          simulate({ maxBatchSize: 8, wait: gap(100), cost: mock(), workload: studyWorkload(COUNT) }),
        baseline: () =>
          baseline({ count: COUNT, rate: 3, maxBatchSize: 8, gapMs: 100, tokenMs: 50, seed: 1 }),
      },
      7,
    );
    return [
      { what: 'simulate', value: COUNT / median(times.simulate) / 1e6, unit: 'M requests/s', aim: '≥ 1.5' },
      { what: 'bare baseline', value: COUNT / median(times.baseline) / 1e6, unit: 'M requests/s' },
      {
        what: 'simulate / baseline',
        value: ratio(times.baseline, times.simulate),
        unit: 'ratio',
        aim: '≥ 0.5',
      },
    ];
  },
};
