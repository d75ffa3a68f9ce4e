import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { inTurn, median } from '../timing.mjs';
import { studyWorkload } from '../workloads.mjs';

const COUNT = 1_000_000;

export const core = {
  name: 'core',
  about: 'scheduler and cost model alone, on arrivals drawn beforehand',
  run() {
    const workload = studyWorkload(COUNT);
    workload.open();
    const options = { maxBatchSize: 8, wait: gap(100), cost: mock(), workload };
    const { run: times } = inTurn({ run: () => run(options) }, 7);
    return [
      {
        what: 'batch size 8, gap 100 ms, mock cost',
        value: COUNT / median(times) / 1e6,
        unit: 'M requests/s',
        aim: '≥ 5',
      },
    ];
  },
};
