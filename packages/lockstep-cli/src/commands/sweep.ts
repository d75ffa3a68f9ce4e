import type { Command } from 'commander';
import { commandLine, list, type Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
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
import { liveSweepDocument, sweepDocument } from '../documents/json-document.js';
import { refuseOverwriting } from '../output/refuse-overwriting.js';
import { outputsOf } from '../output/write-run.js';
import { reportFolder } from '../output/report-folder.js';
import { type Origin, scenarioRows, sweepSection } from '../output/report-section.js';
import { printScenario } from '../output/print-scenario.js';
import { serveCommand } from '../sweep/serve-command.js';
import { runSweep, type Sweep } from '../sweep/run-sweep.js';
import { sayNotes } from '../terminal/notes.js';
import { printResult } from '../terminal/print.js';
import { openStyle } from '../terminal/style.js';
import { sweepScreen } from '../terminal/sweep-screen.js';
import { addLiveOptions } from './live-options.js';
import { addOutputOptions, checkOutputOptions } from './output-options.js';
import { addScenarioOptions, type Flags, scenarioFrom } from './scenario-options.js';

interface SweepFlags extends Flags, LiveFlags {
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
        'Where an option takes several values, put commas between them.\n' +
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
  addLiveOptions(command, { defaultEngine: null });
  addOutputOptions(command, 'sweep');
}

async function run(files: readonly string[], flags: SweepFlags): Promise<void> {
  checkOutputOptions('sweep', flags);
  const workers = workerCount(flags.workers);
  const settings = liveSettings(flags);
  const named = files.length === 0 ? [undefined] : files;
  refuseSeveral(named, flags);
  const scenarios = await Promise.all(
    named.map(async (file) => ({
      file,
      scenario: await scenarioFrom(file, flags, settings === null ? {} : LIVE_DEFAULTS),
    })),
  );
  const inputs = scenarios.flatMap(({ file, scenario }) => namedInputs(file, scenario));
  refuseOverwriting([...inputs, ...(settings === null ? [] : liveInputs(settings))], outputsOf(flags));
  for (const { scenario } of scenarios) {
    refuseTooManyRequests(scenario, settings === null ? Math.min(workers, pointsOf(scenario)) : 1);
  }
  if (flags.printScenario) {
    const { scenario } = scenarios[0]!;
    return printScenario(settings === null ? scenario : liveScenario(scenario, settings));
  }

  const sections: ReportSection[] = [];
  for (const { file, scenario } of scenarios) {
    const told =
      settings === null ? await simulated(file, scenario, workers) : await live(file, scenario, settings);
    sections.push(tell(told, flags, (point) => serveCommand(scenario, point, settings)));
  }
  if (flags.out !== undefined) sayNotes([await reportFolder(flags.out, sections)]);
}

function pointsOf({ batchSize, wait, rate }: Scenario): number {
  return list(batchSize).length * list(wait).length * (rate === undefined ? 1 : list(rate).length);
}

/** A sweep that is done, in every form in which it can be told. */
interface ToldSweep {
  readonly sweep: Sweep;
  readonly origin: Origin & { readonly command: string };
  readonly document: string;
}

async function simulated(file: string | undefined, scenario: Scenario, workers: number): Promise<ToldSweep> {
  const sweep = await runSweep(scenario, workers);
  const origin = {
    file,
    title: 'Sweep',
    rows: scenarioRows(scenario),
    command: commandLine('lockstep sweep', scenario),
    release: scenario.release,
    live: false,
    notes: sweep.notes,
  };
  return { sweep, origin, document: sweepDocument(scenario, sweep.result, sweep.notes) };
}

async function live(
  file: string | undefined,
  scenario: Scenario,
  settings: LiveSettings,
): Promise<ToldSweep> {
  const sweep = await runLiveSweep(scenario, settings);
  const { model, stopped, notes, result } = sweep;
  if (stopped) process.exitCode = 130;
  const details = { engine: { name: settings.engine, model }, stopped, notes };
  return {
    sweep,
    origin: liveOrigin('sweep', file, scenario, settings, model, notes),
    document: liveSweepDocument(liveScenario(scenario, settings), result, details),
  };
}

function tell(
  { sweep, origin, document }: ToldSweep,
  flags: SweepFlags,
  serve: (point: SweepPoint) => string | null,
): ReportSection {
  const { result, notes, timeline } = sweep;
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
