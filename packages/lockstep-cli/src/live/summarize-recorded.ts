import { closesBeforeFull } from 'lockstep/core';
import { type Summary, summarize } from 'lockstep/metrics';
import { parseWait } from 'lockstep/scenario';
import type { RecordedRun } from './decision-runs.js';

/** A recorded run in numbers. What its engine sustains, and how long it takes for one request alone, is not known. */
export function summarizeRecorded({ run, log }: RecordedRun): Summary {
  const { release, maxBatchSize, wait } = run;
  return summarize(log, {
    release,
    maxBatchSize,
    ruleClosesBatches: closesBeforeFull(parseWait(wait), maxBatchSize),
    capacity: null,
    openLoop: false,
  });
}
