import { gap } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import STUDY_RUNS from '../fixtures/study-runs.json' with { type: 'json' };
import { listed } from '../support/listed-workload.js';

/** A real sleep ends late, never early, and its lateness moves the batches behind it. All of it came to less. */
const LATENESS_MS = 10;

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

  test('completes each request when the real run did, which is a little later', () => {
    for (const { batch, members, endedAt } of log.records()) {
      for (const { request } of members) {
        const late = study.requests[request]!.completion * 1000 - endedAt;
        expect(late, `batch ${batch}, request ${request}`).toBeGreaterThan(0);
        expect(late, `batch ${batch}, request ${request}`).toBeLessThan(LATENESS_MS);
      }
    }
  });
});
