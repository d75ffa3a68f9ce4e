import type { Command } from 'commander';
import { UsageError } from '../failure.js';
import { readDecisions } from '../live/read-decisions.js';
import { recordedHeading, recordedOrigin } from '../live/recorded-run.js';
import { summarizeRecorded } from '../live/summarize-recorded.js';
import { recordedDocument } from '../documents/json-document.js';
import { reportFolder } from '../output/report-folder.js';
import { runSection } from '../output/report-section.js';
import { refuseOverwriting } from '../output/refuse-overwriting.js';
import { checkRunFiles, outputsOf, writeRun } from '../output/write-run.js';
import { sayNotes } from '../terminal/notes.js';
import { printResult } from '../terminal/print.js';
import { runScreen } from '../terminal/run-screen.js';
import { openStyle } from '../terminal/style.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { type Flags, once } from './scenario-options.js';

interface ReportFlags extends Flags {
  readonly run?: string;
  readonly json?: true;
  readonly requestsOut?: string;
  readonly traceOut?: string;
  readonly out?: string;
}

/** Defines `lockstep report`. */
export function define(command: Command): void {
  command
    .description(
      'Says what a server or a live run did, in the numbers of a simulation, from the file that its --decisions wrote.',
    )
    .argument('<file>', 'a file that lockstep serve or lockstep run wrote with --decisions')
    .option(
      '--run <number>',
      'which of its runs: a whole number ≥ 1 (default: the last; each start of a server is one)',
      once,
    )
    .action(report);
  addOutputOptions(command, 'report');
}

async function report(file: string, flags: ReportFlags): Promise<void> {
  checkOutputOptions('report', flags);
  checkRunFiles(flags);
  refuseOverwriting([{ option: `the decision file ${file}`, path: file }], outputsOf(flags));
  const { runs, notes: fileNotes } = await readDecisions(file);
  const number = runNumber(flags.run, runs.length);
  const recorded = runs[number - 1]!;
  if ('damage' in recorded) throw recorded.damage;
  const { run, log } = recorded;
  const summary = summarizeRecorded(recorded);
  const notes = [
    ...(runs.length > 1 ? [`Run ${number} of the ${runs.length} in ${file}; --run shows another.`] : []),
    ...recorded.notes,
    ...fileNotes,
  ];

  if (flags.json) {
    sayNotes(notes);
    printResult(recordedDocument(run, summary, notes));
  } else {
    const heading = recordedHeading(file, recorded);
    printResult(runScreen(heading, summary, notes, openStyle(process.stdout)));
  }
  sayNotes(await writeRun(log, run.release, flags));
  if (flags.out !== undefined) {
    const { maxBatchSize: batchSize, wait, release } = run;
    const configuration = { batchSize, wait, rate: null, release };
    const section = runSection(recordedOrigin(recorded, notes), configuration, { log, summary });
    sayNotes([await reportFolder(flags.out, [section])]);
  }
}

/** @throws UsageError for what is no number of a run */
function runNumber(written: string | undefined, runs: number): number {
  if (written === undefined) return runs;
  const number = /^\d+$/.test(written) ? Number(written) : NaN;
  if (number >= 1 && number <= runs) return number;
  throw new UsageError(`--run: expected a whole number from 1 to ${runs}, got ${JSON.stringify(written)}`);
}
