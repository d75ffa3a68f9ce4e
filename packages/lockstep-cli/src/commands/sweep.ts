import type { Command } from 'commander';
import type { Scenario } from 'lockstep/scenario';
import type { ReportSection } from '../report/index.js';
import { UsageError } from '../failure.js';
import { workerCount } from '../input/worker-count.js';
import { sweepDocument } from '../output/json-document.js';
import { reportFolder } from '../output/report-folder.js';
import { sweepSection } from '../output/report-section.js';
import { printScenario } from '../output/print-scenario.js';
import { runSweep } from '../sweep/run-sweep.js';
import { sayNotes } from '../terminal/notes.js';
import { openStyle } from '../terminal/style.js';
import { sweepScreen } from '../terminal/sweep-screen.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { addScenarioOptions, type Flags, scenarioFrom } from './scenario-options.js';

interface SweepFlags extends Flags {
  readonly json?: true;
  readonly printScenario?: true;
  readonly out?: string;
  readonly workers?: string;
}

/** Defines `lockstep sweep`. */
export function define(command: Command): void {
  command
    .description(
      'Simulates every combination of batch sizes, wait rules and rates, and says which to choose.\n' +
        'Where an option takes several values, put commas between them.',
    )
    .argument(
      '[scenarios...]',
      'YAML or JSON files with the same options, which those given here override; each becomes a sweep of its own',
    )
    .action(run);
  addScenarioOptions(command, { lists: true });
  addOutputOptions(command, 'sweep');
}

async function run(files: readonly string[], flags: SweepFlags): Promise<void> {
  checkOutputOptions('sweep', flags);
  const workers = workerCount(flags.workers);
  const named = files.length === 0 ? [undefined] : files;
  refuseSeveral(named, flags);
  const scenarios = await Promise.all(
    named.map(async (file) => ({ file, scenario: await scenarioFrom(file, flags) })),
  );
  if (flags.printScenario) return printScenario(scenarios[0]!.scenario);

  const sections: ReportSection[] = [];
  for (const { file, scenario } of scenarios) sections.push(await sweepOne(file, scenario, workers, flags));
  if (flags.out !== undefined) sayNotes([await reportFolder(flags.out, sections)]);
}

async function sweepOne(
  file: string | undefined,
  scenario: Scenario,
  workers: number,
  flags: SweepFlags,
): Promise<ReportSection> {
  const { result, notes, timeline } = await runSweep(scenario, workers);
  if (flags.json) {
    sayNotes(notes);
    process.stdout.write(sweepDocument(scenario, result));
  } else {
    process.stdout.write(sweepScreen(file, scenario, result, notes, openStyle(process.stdout)));
  }
  return sweepSection(file, scenario, result, flags.out === undefined ? null : timeline(), notes);
}

function refuseSeveral(files: readonly unknown[], flags: SweepFlags): void {
  const flag = flags.json ? '--json' : flags.printScenario ? '--print-scenario' : null;
  if (files.length < 2 || flag === null) return;
  throw new UsageError(`${flag}: expected one scenario file, got ${files.length}`);
}
