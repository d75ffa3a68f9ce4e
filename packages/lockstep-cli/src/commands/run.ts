import type { Command } from 'commander';
import type { ResolvedScenario, Scenario } from 'lockstep/scenario';
import { DEFAULT_ENGINE } from '../engines/open-engine.js';
import { appendDecisions, type DecisionWriter } from '../live/decision-file.js';
import { compareWithSimulation, comparisonNote } from '../live/comparison.js';
import { liveOrigin, liveScenario } from '../live/live-origin.js';
import {
  LIVE_DEFAULTS,
  type LiveFlags,
  liveInputs,
  type LiveSettings,
  readLiveSettings,
} from '../live/live-settings.js';
import { type LiveStudy, openLiveStudy } from '../live/live-study.js';
import type { RunClock } from '../live/run-clock.js';
import { fail } from '../failure.js';
import { refuseTooManyRequests } from '../input/refuse-too-many.js';
import { namedInputs } from '../input/named-inputs.js';
import { interruptible } from '../interruptible.js';
import { runDocument } from '../documents/json-document.js';
import { printScenario } from '../output/print-scenario.js';
import { reportFolder } from '../output/report-folder.js';
import { runSection } from '../output/report-section.js';
import { refuseOverwriting } from '../output/refuse-overwriting.js';
import { checkRunFiles, outputsOf, writeRun } from '../output/write-run.js';
import { sayNotes } from '../terminal/notes.js';
import { printResult } from '../terminal/print.js';
import { openProgress } from '../terminal/progress.js';
import { runScreen } from '../terminal/run-screen.js';
import { openStyle } from '../terminal/style.js';
import { addLiveOptions } from './live-options.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { addScenarioOptions, type Flags, scenarioFrom } from './scenario-options.js';

interface RunFlags extends Flags, LiveFlags {
  readonly compare?: true;
  readonly decisions?: string;
  readonly json?: true;
  readonly printScenario?: true;
  readonly requestsOut?: string;
  readonly traceOut?: string;
  readonly out?: string;
}

/** Defines `lockstep run`. */
export function define(command: Command): void {
  command
    .description(
      'Runs a workload on an engine by the real clock, through the scheduler that is simulated, and says what it does, ' +
        'in numbers.',
    )
    .argument('[scenario]', 'a YAML or JSON file with the same options, which those given here override')
    .action(run);
  addLiveOptions(command, { defaultEngine: DEFAULT_ENGINE });
  addScenarioOptions(command, { lists: false, changed: { requests: { default: LIVE_DEFAULTS.requests } } });
  addOutputOptions(command, 'run');
  command.option(
    '--compare',
    'simulate the same run again, and say how far the two are apart (default: off)',
  );
}

async function run(file: string | undefined, flags: RunFlags): Promise<void> {
  checkOutputOptions('run', flags);
  checkRunFiles(flags);
  const settings = readLiveSettings(flags);
  const scenario = await scenarioFrom(file, flags, LIVE_DEFAULTS);
  refuseOverwriting([...namedInputs(file, [scenario]), ...liveInputs(settings)], outputsOf(flags));
  refuseTooManyRequests([scenario]);
  if (flags.printScenario) return printScenario(liveScenario(scenario, settings));

  const study = await openLiveStudy([scenario], settings);
  try {
    await runStudy(study, file, scenario, settings, flags);
  } finally {
    await study.close();
  }
}

async function runStudy(
  study: LiveStudy,
  file: string | undefined,
  scenario: Scenario,
  settings: LiveSettings,
  flags: RunFlags,
): Promise<void> {
  const resolved = study.resolve(scenario);
  const simulation = resolved.options();
  const { decisions } = flags;
  const result = await interruptible(async (signal) => {
    const progress = openProgress(simulation.workload.count, 'requests');
    return study
      .run(resolved, {
        signal,
        onProgress: progress.show,
        ...(decisions !== undefined && {
          record: (clock) => recordDecisions(decisions, resolved, scenario, settings, study, clock),
        }),
      })
      .finally(progress.stop);
  });
  const { log, summary, stopped } = result;
  const comparison = flags.compare && compareWithSimulation(log, simulation);
  const notes = [...study.notes, ...result.notes, ...(comparison ? [comparisonNote(comparison)] : [])];
  if (stopped) {
    process.exitCode ??= 130;
    sayNotes([
      `Stopped: ${summary.requests.completed} of ${simulation.workload.count} requests were answered.`,
    ]);
  }

  const origin = liveOrigin('run', file, scenario, settings, study.engine.model, notes);
  if (flags.json) {
    sayNotes(notes);
    const engine = { name: settings.engine, model: study.engine.model };
    const details = { engine, stopped, notes, ...(comparison && { comparison }) };
    printResult(runDocument(liveScenario(scenario, settings), summary, details));
  } else {
    printResult(runScreen(origin.command, summary, notes, openStyle(process.stdout)));
  }
  sayNotes(await writeRun(log, scenario.release, flags));
  if (flags.out !== undefined) {
    const section = runSection(origin, resolved.configuration, { log, summary });
    sayNotes([await reportFolder(flags.out, [section])]);
  }
}

function recordDecisions(
  file: string,
  { configuration }: ResolvedScenario,
  scenario: Scenario,
  { engine }: LiveSettings,
  study: LiveStudy,
  { originAt, speed }: RunClock,
): Promise<DecisionWriter> {
  const { batchSize, wait } = configuration;
  return appendDecisions(
    file,
    {
      engine,
      model: study.engine.model,
      maxBatchSize: batchSize,
      wait,
      release: scenario.release,
      maxQueueSize: scenario.maxQueueSize === 'inf' ? Infinity : scenario.maxQueueSize,
      startedAt: new Date(performance.timeOrigin + originAt),
      originAt,
      speed,
    },
    // The run goes on, and says at its end what it did; a file that is not whole is a failure all the same.
    { onFailure: fail },
  );
}
