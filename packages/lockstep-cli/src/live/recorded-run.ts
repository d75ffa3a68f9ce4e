import type { Origin } from '../output/report-section.js';
import type { RecordedRun } from './decision-runs.js';

/** Under which configuration a run was made, in words. */
export function recordedHeading(file: string, { run }: RecordedRun): string {
  return (
    `${file}: ${run.engine} (${run.model}) from ${run.startedAt.toISOString()}, batch size ${limit(run.maxBatchSize)}, ` +
    `${run.wait}, queue ${limit(run.maxQueueSize)}, release ${run.release}`
  );
}

/** A recorded run as the origin of a report's section. */
export function recordedOrigin({ run }: RecordedRun, notes: readonly string[]): Origin {
  const { engine, model, startedAt, maxBatchSize, wait, maxQueueSize, release } = run;
  return {
    title: `Live run of ${model}, ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    rows: [
      ['engine', engine],
      ['model', model],
      ['from', startedAt.toISOString()],
      ['batchSize', limit(maxBatchSize)],
      ['wait', wait],
      ['maxQueueSize', limit(maxQueueSize)],
      ['release', release],
    ],
    live: true,
    notes,
  };
}

function limit(value: number): string {
  return value === Infinity ? 'inf' : String(value);
}
