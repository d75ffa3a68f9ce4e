import type { Summary } from 'lockstep/metrics';
import type { ShownRun } from '../simulation/shown-run.js';
import type * as documents from './documents.js';

type Documents = typeof documents;

/** A file that a run can be taken along in: one shape, all of them in RUN_FILES. */
export interface RunFile {
  readonly name: string;
  readonly about: string;
  /** What its name ends in, after the run's. */
  readonly ending: string;
  readonly type: string;
  /** Whether a run that was recorded and not simulated has it. */
  readonly ofRecorded: boolean;
  /** Its text, piece by piece. */
  pieces(run: ShownRun, documents: Documents): Iterable<string>;
}

export const RUN_FILES: readonly RunFile[] = [
  {
    name: 'Requests, CSV',
    about:
      'A row per request, as --requests-out writes it; the lab and the command line replay it as a trace.',
    ending: '-requests.csv',
    type: 'text/csv',
    ofRecorded: true,
    pieces: ({ log, release }, { requestRows, CSV }) => requestRows(log, release, CSV),
  },
  {
    name: 'Requests, JSON Lines',
    about: 'The same, an object per line.',
    ending: '-requests.jsonl',
    type: 'application/jsonl',
    ofRecorded: true,
    pieces: ({ log, release }, { requestRows, JSON_LINES }) => requestRows(log, release, JSON_LINES),
  },
  {
    name: 'Numbers, JSON',
    about: 'All numbers with their scenario, as --json prints them.',
    ending: '.json',
    type: 'application/json',
    ofRecorded: false,
    pieces: ({ scenario, point, notes }, { simulateDocument }) => [
      simulateDocument(scenario!, summaryOf(point), notes),
    ],
  },
  {
    name: 'Trace for Perfetto',
    about:
      'Batches, slots and waiting on one timeline, as --trace-out writes it; open it in ui.perfetto.dev.',
    ending: '-trace.json',
    type: 'application/json',
    ofRecorded: true,
    pieces: ({ log }, { chromeTrace }) => chromeTrace(log),
  },
];

/** A point without its configuration, which its scenario tells already. */
function summaryOf(point: ShownRun['point']): Summary {
  const { coordinates, batchSize, wait, rate, release, ...summary } = point;
  return summary;
}
