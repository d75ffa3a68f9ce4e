import type { Command } from 'commander';
import { commandLine, type Sweep } from 'lockstep/scenario';
import type { ReportSection } from '../report/index.js';
import { UsageError } from '../failure.js';
import { refuseTooManyRequests } from '../input/refuse-too-many.js';
import { namedInputs } from '../input/named-inputs.js';
import { workerCount } from '../input/worker-count.js';
import { liveOrigin, liveScenario } from '../live/live-origin.js';
import {
  LIVE_DEFAULTS,
  type LiveFlags,
  liveInputs,
  type LiveSettings,
  readLiveSettings,
  refuseLiveFlags,
} from '../live/live-settings.js';
import { runLiveSweep } from '../live/run-live-sweep.js';
import { liveSweepDocument, sweepDocument } from '../documents/sweep-document.js';
import { refuseOverwriting } from '../output/refuse-overwriting.js';
import { outputsOf } from '../output/write-run.js';
import { reportFolder } from '../output/report-folder.js';
import { type Origin, scenarioRows, sweepSection } from '../output/report-section.js';
import { printScenario } from '../output/print-scenario.js';
import { serveCommand } from '../sweep/serve-command.js';
import { runSweep, type SweepRunResult } from '../sweep/run-sweep.js';
import { sayNotes } from '../terminal/notes.js';
import { printResult } from '../terminal/print.js';
import { openStyle } from '../terminal/style.js';
import { sweepScreen } from '../terminal/sweep-screen.js';
import { addLiveOptions } from './live-options.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { addScenarioOptions, addVaryOption, type Flags, sweepFrom } from './scenario-options.js';

interface SweepFlags extends Flags, LiveFlags {
  readonly json?: true;
  readonly printScenario?: true;
  readonly out?: string;
  readonly workers?: string;
  readonly vary?: readonly string[];
}

/** Defines `lockstep sweep`. */
export function define(command: Command): void {
  command
    .description(
      'Simulates every combination of batch sizes, wait rules, rates and whatever else varies, and says which to choose.\n' +
        'Where an option takes several values, put commas between them; --vary gives any option several.\n' +
        'With --engine every combination is a real run, one after another, by the real clock.',
    )
    .argument(
      '[scenarios...]',
      'YAML or JSON files with the same options, which those given here override; each becomes a sweep of its own',
    )
    .action(run);
  const { requests } = LIVE_DEFAULTS;
  addScenarioOptions(command, {
    lists: true,
    changed: { requests: { defaultNote: `with --engine ${requests}` } },
  });
  addVaryOption(command);
  addLiveOptions(command, { defaultEngine: null });
  addOutputOptions(command, 'sweep');
}

async function run(files: readonly string[], flags: SweepFlags): Promise<void> {
  checkOutputOptions('sweep', flags);
  const workers = workerCount(flags.workers);
  const settings = liveSettings(flags);
  const named = files.length === 0 ? [undefined] : files;
  refuseSeveral(named, flags);
  const sweeps = await Promise.all(
    named.map(async (file) => ({
      file,
      sweep: await sweepFrom(file, flags, settings === null ? {} : LIVE_DEFAULTS),
    })),
  );
  const inputs = sweeps.flatMap(({ file, sweep }) => namedInputs(file, scenariosOf(sweep)));
  refuseOverwriting([...inputs, ...(settings === null ? [] : liveInputs(settings))], outputsOf(flags));
  for (const { sweep } of sweeps) {
    const atOnce = settings === null ? Math.min(workers, sweep.points.length) : 1;
    refuseTooManyRequests(scenariosOf(sweep), atOnce);
  }
  if (flags.printScenario) {
    const { scenario } = sweeps[0]!.sweep;
    return printScenario(settings === null ? scenario : liveScenario(scenario, settings));
  }

  const sections: ReportSection[] = [];
  for (const { file, sweep } of sweeps) {
    const told =
      settings === null ? await simulated(file, sweep, workers) : await live(file, sweep, settings);
    const serve = (index: number) =>
      serveCommand(sweep.points[index]!.scenario, told.run.result.points[index]!, settings);
    sections.push(tell(told, flags, serve));
  }
  if (flags.out !== undefined) sayNotes([await reportFolder(flags.out, sections)]);
}

function scenariosOf({ points }: Sweep) {
  return points.map(({ scenario }) => scenario);
}

/** A sweep that is done, in every form in which it can be told. */
interface ToldSweep {
  readonly run: SweepRunResult;
  readonly origin: Origin & { readonly command: string };
  readonly document: string;
}

async function simulated(file: string | undefined, sweep: Sweep, workers: number): Promise<ToldSweep> {
  const { scenario } = sweep;
  const run = await runSweep(sweep, workers);
  const origin = {
    file,
    title: 'Sweep',
    rows: scenarioRows(scenario),
    command: commandLine('lockstep sweep', scenario),
    live: false,
    notes: run.notes,
  };
  return { run, origin, document: sweepDocument(scenario, run.result, run.notes) };
}

async function live(file: string | undefined, sweep: Sweep, settings: LiveSettings): Promise<ToldSweep> {
  const { scenario } = sweep;
  const run = await runLiveSweep(sweep, settings);
  const { model, stopped, notes, result } = run;
  if (stopped) process.exitCode = 130;
  const details = { engine: { name: settings.engine, model }, stopped, notes };
  return {
    run,
    origin: liveOrigin('sweep', file, scenario, settings, model, notes),
    document: liveSweepDocument(liveScenario(scenario, settings), result, details),
  };
}

function tell(
  { run, origin, document }: ToldSweep,
  flags: SweepFlags,
  serve: (point: number) => string | null,
): ReportSection {
  const { result, notes, timeline } = run;
  if (flags.json) {
    sayNotes(notes);
    printResult(document);
  } else {
    const { file, command } = origin;
    printResult(sweepScreen(file, command, result, notes, openStyle(process.stdout), serve));
  }
  return sweepSection(origin, result, flags.out === undefined ? null : timeline());
}

/** Null for a simulated sweep. */
function liveSettings(flags: SweepFlags): LiveSettings | null {
  if (flags.engine !== undefined) {
    if (flags.workers !== undefined) {
      throw new UsageError('--workers: contradicts --engine, which runs one point after another');
    }
    return readLiveSettings(flags);
  }
  refuseLiveFlags(flags);
  return null;
}

function refuseSeveral(files: readonly unknown[], flags: SweepFlags): void {
  const flag = flags.json ? '--json' : flags.printScenario ? '--print-scenario' : null;
  if (files.length < 2 || flag === null) return;
  throw new UsageError(`${flag}: expected one scenario file, got ${files.length}`);
}
