import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { simulate } from 'lockstep/simulation';
import { baseline, byCounting, bySorting } from '../baseline.mjs';
import { inTurn, median, ratio } from '../timing.mjs';
import { studyWorkload } from '../workloads.mjs';

const COUNT = 1_000_000;

export const simulation = {
  name: 'simulation',
  about: 'drawing the workload, simulating it and all metrics, against a bare recursion with means and p99s',
  run() {
    const study = { count: COUNT, rate: 3, maxBatchSize: 8, gapMs: 100, tokenMs: 50, seed: 1 };
    const options = { maxBatchSize: 8, wait: gap(100), cost: mock() };
    const times = inTurn(
      {
        simulate: () => simulate({ ...options, workload: studyWorkload(COUNT) }),
        sorting: () => baseline(study, bySorting),
        counting: () => baseline(study, byCounting),
      },
      7,
    );
    const perSecond = (name) => COUNT / median(times[name]) / 1e6;
    return [
      { what: 'simulate', value: perSecond('simulate'), unit: 'M requests/s', aim: '≥ 1.5' },
      { what: 'baseline', value: perSecond('sorting'), unit: 'M requests/s' },
      {
        what: 'simulate / baseline',
        value: ratio(times.sorting, times.simulate),
        unit: 'ratio',
        aim: '≥ 0.5',
      },
      { what: 'baseline with our percentiles', value: perSecond('counting'), unit: 'M requests/s' },
      {
        what: 'simulate / baseline with our percentiles',
        value: ratio(times.counting, times.simulate),
        unit: 'ratio',
      },
    ];
  },
};
