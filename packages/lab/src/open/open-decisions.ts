import type { RecordedRun } from 'lockstep-cli/documents';
import type { Summary } from 'lockstep/metrics';
import { coordinatesOf } from 'lockstep/simulation';
import type { ShownRun } from '../simulation/shown-run.js';
import { documents } from './documents.js';
import { linesOf } from './lines-of.js';

/**
 * Reads a decision log, run by run.
 * @throws UsageError in the words of `lockstep report` for a file in which no run can be read
 */
export async function openDecisions(name: string, text: string): Promise<ShownRun[]> {
  const { readDecisionLog, summarizeRecorded } = await documents();
  const { runs, notes } = await readDecisionLog(name, linesOf(text));
  const unread = runs.flatMap((run, i) =>
    'damage' in run ? [`Run ${i + 1} of the file cannot be read: ${run.damage.message}`] : [],
  );
  return runs.flatMap((run) => {
    if ('damage' in run) return [];
    const recorded = { ...run, notes: [...run.notes, ...notes, ...unread] };
    return [shown(name, recorded, summarizeRecorded(recorded))];
  });
}

function shown(name: string, { run, log, notes }: RecordedRun, summary: Summary): ShownRun {
  const { engine, model, startedAt, maxBatchSize, wait, release } = run;
  const configuration = { batchSize: maxBatchSize, wait, rate: null, release };
  const from = startedAt.toISOString().slice(0, 16).replace('T', ' ');
  return {
    title: `${name}: ${engine} (${model}) from ${from} UTC`,
    point: { coordinates: coordinatesOf(configuration), ...configuration, ...summary },
    release,
    log,
    notes,
    scenario: null,
    traceRate: null,
  };
}
