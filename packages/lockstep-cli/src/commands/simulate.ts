import type { Command } from 'commander';
import { commandLine, resolveScenario } from 'lockstep/scenario';
import { simulate } from 'lockstep/simulation';
import { refuseTooManyRequests } from '../input/refuse-too-many.js';
import { namedInputs } from '../input/named-inputs.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { simulateDocument } from '../documents/json-document.js';
import { reportFolder } from '../output/report-folder.js';
import { runSection, scenarioRows } from '../output/report-section.js';
import { printScenario } from '../output/print-scenario.js';
import { refuseOverwriting } from '../output/refuse-overwriting.js';
import { checkRunFiles, outputsOf, writeRun } from '../output/write-run.js';
import { sayNotes } from '../terminal/notes.js';
import { printResult } from '../terminal/print.js';
import { runScreen } from '../terminal/run-screen.js';
import { openStyle } from '../terminal/style.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { addScenarioOptions, type Flags, scenarioFrom } from './scenario-options.js';

interface SimulateFlags extends Flags {
  readonly json?: true;
  readonly printScenario?: true;
  readonly requestsOut?: string;
  readonly traceOut?: string;
  readonly out?: string;
}

/** Defines `lockstep simulate`. */
export function define(command: Command): void {
  command
    .description('Simulates static batching under one configuration and says what it does, in numbers.')
    .argument('[scenario]', 'a YAML or JSON file with the same options, which those given here override')
    .action(run);
  addScenarioOptions(command, { lists: false });
  addOutputOptions(command, 'simulate');
}

async function run(file: string | undefined, flags: SimulateFlags): Promise<void> {
  checkOutputOptions('simulate', flags);
  checkRunFiles(flags);
  const scenario = await scenarioFrom(file, flags);
  refuseOverwriting(namedInputs(file, [scenario]), outputsOf(flags));
  refuseTooManyRequests([scenario]);
  if (flags.printScenario) return printScenario(scenario);

  const { configuration, options, notes } = resolveScenario(scenario, new RememberingReader().readText);
  const simulation = simulate(options());

  const command = commandLine('lockstep simulate', scenario);
  if (flags.json) {
    sayNotes(notes);
    printResult(simulateDocument(scenario, simulation.summary, notes));
  } else {
    printResult(runScreen(command, simulation.summary, notes, openStyle(process.stdout)));
  }
  sayNotes(await writeRun(simulation.log, scenario.release, flags));
  if (flags.out !== undefined) {
    const origin = {
      file,
      title: 'Simulation',
      rows: scenarioRows(scenario),
      command,
      live: false,
      notes,
    };
    const section = runSection(origin, configuration, simulation);
    sayNotes([await reportFolder(flags.out, [section])]);
  }
}
