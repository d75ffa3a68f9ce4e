import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import STUDY_RUNS from '../fixtures/study-runs.json' with { type: 'json' };
import { listed } from '../support/listed-workload.js';

/** A real sleep ends late; over a busy stretch the lateness of one batch moves the next. */
const SLEEP_MS = 25;

describe.each(STUDY_RUNS)('the study, batch size $batch_size, $arrival_rate/s', (study) => {
  const { log } = run({
    maxBatchSize: study.batch_size,
    wait: gap(100),
    cost: mock(),
    workload: listed(study.requests.map((request) => [request.arrival * 1000, request.max_tokens])),
  });

  test('forms the same batches', () => {
    const together = (key: (request: number) => unknown) =>
      study.requests.map((_, i) => study.requests.findIndex((_, j) => key(i) === key(j)));
    const simulated = together((i) => log.requests.batch[i]);
    // The real run takes requests from its queue one by one, but all of a batch end together.
    const real = together((i) => Math.round(study.requests[i]!.completion * 100));
    expect(simulated).toEqual(real);
  });

  test('completes each request when the real run did', () => {
    let batchesInStretch = 0;
    for (const { batch, engineFreeAt, startedAt, members, endedAt } of log.records()) {
      const backToBack = engineFreeAt !== null && startedAt - engineFreeAt <= 100;
      batchesInStretch = backToBack ? batchesInStretch + 1 : 1;
      for (const { request } of members) {
        const off = Math.abs(study.requests[request]!.completion * 1000 - endedAt);
        expect(off, `batch ${batch}, request ${request}`).toBeLessThan(SLEEP_MS * batchesInStretch);
      }
    }
  });
});
