import { batch, computed, signal } from '@preact/signals';
import type { Scenario, WrittenScenario } from 'lockstep/scenario';
import { BackgroundSweep } from '../simulation/background-sweep.js';
import { Capacities } from '../simulation/capacities.js';
import { Files } from '../simulation/files.js';
import { LatestRun } from '../simulation/latest-run.js';
import { RunFailure, runOnce } from '../simulation/run-once.js';
import type { ShownRun } from '../simulation/shown-run.js';
import { sweepPlan } from '../simulation/sweep-plan.js';
import type { LabState } from './address.js';
import { changed, readRun } from './changed.js';
import { differentRequests, type RequestDifference } from './different-requests.js';
import type { Lab, RecordedRuns, ShownSweep, View } from './lab.js';
import { asProblem, type Problem, problem as problemOf } from './problem.js';
import { watchFaults } from './watch-faults.js';

/** How long no option may have changed before curves are simulated anew (ms). */
const QUIET_MS = 150;

/** Makes a lab that shows the runs of a state. */
export function createLab(start: LabState): Lab {
  const scenario = signal<Scenario>(readRun(start.scenario));
  const wishProblem = signal<Problem | null>(null);
  const runProblem = signal<Problem | null>(null);
  const notice = signal<string | null>(null);
  const simulated = signal<ShownRun | null>(null);
  const progress = signal<number | null>(null);
  const sweep = signal<ShownSweep | null>(null);
  const sweepProgress = signal<{ finished: number; of: number } | null>(null);
  const pinned = signal<ShownRun | null>(null);
  const pinnedSweep = signal<ShownSweep | null>(null);
  /** The run whose sweep is shown; null where that is of a run that failed. */
  const sweptRun = signal<ShownRun | null>(null);
  const pinnedScenario = signal<Scenario | null>(null);
  const recorded = signal<RecordedRuns | null>(null);
  const run = computed(() => {
    const shown = recorded.value;
    return shown === null ? simulated.value : shown.runs[shown.shown]!;
  });
  const view: View = {
    rows: signal(start.view.rows),
    stretch: signal(start.view.stretch),
    request: signal(start.view.request),
    scene: signal(start.view.scene),
  };

  const files = new Files();
  const capacities = new Capacities();
  const latest = new LatestRun(files, capacities, {
    done: (shown) => {
      simulated.value = shown;
      runProblem.value = null;
      sweepSoon(shown, () => planOf(shown));
    },
    failed: (found) => {
      runProblem.value = found;
      // A size that cannot run says nothing of the others; a trace that cannot be read does.
      const failed = scenario.value;
      if (!found.fault && failed.trace === undefined) sweepSoon(null, () => sweepPlan(failed, null));
    },
    progress: (share) => (progress.value = share),
  });
  const background = new BackgroundSweep(files, capacities, {
    progress: (finished, of) => (sweepProgress.value = finished === of ? null : { finished, of }),
    done: (whose, shown) =>
      batch(() => {
        if (whose === 'shown') sweptRun.value = askedRun;
        (whose === 'shown' ? sweep : pinnedSweep).value = shown;
      }),
    fault: (found) => (runProblem.value = found),
  });

  let quiet: ReturnType<typeof setTimeout> | undefined;
  /** The run whose sweep is asked for. */
  let askedRun: ShownRun | null = null;
  const sweepSoon = (of: ShownRun | null, plan: () => ReturnType<typeof sweepPlan>) => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      askedRun = of;
      background.ask('shown', plan());
    }, QUIET_MS);
  };

  const take = (written: () => WrittenScenario) => {
    try {
      scenario.value = readRun(written());
    } catch (error) {
      wishProblem.value = asProblem(error);
      return;
    }
    wishProblem.value = null;
    recorded.value = null;
    clearTimeout(quiet);
    background.hold();
    latest.ask(scenario.value);
  };

  const open = async (file: File) => {
    try {
      const { openFile } = await import('../open/open-file.js');
      const awaited = pinned.value === null ? pinnedScenario.value : null;
      const opened = await openFile(file, scenario.value, awaited);
      if (opened.type === 'runs') {
        recorded.value = { file: file.name, runs: opened.runs, shown: opened.runs.length - 1 };
      } else {
        const wish = readRun(opened.written);
        const isRead = opened.type === 'scenario' || (await takeInput(file.name, opened.text, wish));
        take(() => opened.written);
        if (!isRead) return;
      }
      wishProblem.value = null;
      notice.value = opened.notice;
      if (awaited !== null && awaited === pinnedScenario.value && opened.type === 'input')
        pinAgain(awaited).catch(reportError);
    } catch (error) {
      wishProblem.value = error instanceof RunFailure ? error.problem : asProblem(error);
    }
  };
  /**
   * A file that turns out wrong as soon as it is used changes nothing. Only a trace whose unit of time has to be given stays:
   * its run then fails, and the unit is asked for among the options.
   * @returns whether it can be used as it is
   */
  const takeInput = async (name: string, text: string, wish: Scenario) => {
    const before = files.get(name);
    files.set(name, text);
    try {
      await runOnce(wish, files);
    } catch (error) {
      if (error instanceof RunFailure && error.problem.key === 'timeUnit') return false;
      files.set(name, before);
      throw error;
    }
    capacities.forget();
    background.forget();
    return true;
  };

  const pinRun = (shown: ShownRun | null) => {
    pinned.value = shown;
    pinnedScenario.value = shown?.scenario ?? null;
    pinnedSweep.value = null;
    background.ask('pinned', shown?.scenario ? planOf(shown) : null);
  };
  /** What cannot be run now, as its file is missing, stays asked for. */
  const pinAgain = async (wish: Scenario) => {
    const isWanted = () => pinnedScenario.value === wish;
    pinnedScenario.value = wish;
    try {
      const shown = await runOnce(wish, files);
      if (isWanted()) pinRun(shown);
    } catch (error) {
      if (!isWanted()) return;
      pinRun(null);
      pinnedScenario.value = wish;
      wishProblem.value = error instanceof RunFailure ? error.problem : asProblem(error);
    }
  };

  const show = (state: LabState) => {
    view.rows.value = state.view.rows;
    view.stretch.value = state.view.stretch;
    view.request.value = state.view.request;
    view.scene.value = state.view.scene;
    take(() => state.scenario);
    if (state.pinned === null) pinRun(null);
    else pinAgain(readRun(state.pinned)).catch(reportError);
    if (state.problem !== null) wishProblem.value = problemOf(state.problem);
  };
  show(start);
  watchFaults((found) => (runProblem.value = found));

  return {
    scenario,
    problem: computed(() => wishProblem.value ?? runProblem.value),
    notice,
    change: (options) => take(() => changed(scenario.value, options)),
    replace: (written) => take(() => written),
    show,
    run,
    progress,
    cancelRun: () => {
      latest.cancel();
      runProblem.value = problemOf('The run was given up; what is shown is the one before it.');
    },
    sweep: computed(() => (recorded.value === null ? sweep.value : null)),
    sweepProgress,
    pinned,
    requestDifferences: computed(() => differencesFrom(pinned.value, run.value)),
    pinnedSweep: computed(() => {
      const isComparable =
        sweptRun.value !== null && differencesFrom(pinned.value, sweptRun.value).length === 0;
      return isComparable ? pinnedSweep.value : null;
    }),
    pinnedScenario,
    pin: () => pinRun(run.value),
    unpin: () => pinRun(null),
    open,
    recorded,
    showRecorded: (index) => {
      const runs = recorded.value;
      if (runs !== null && index in runs.runs) recorded.value = { ...runs, shown: index };
    },
    closeRecorded: () => (recorded.value = null),
    reopenRecorded: (runs) => (recorded.value = runs),
    view,
  };
}

function differencesFrom(pinned: ShownRun | null, other: ShownRun | null): readonly RequestDifference[] {
  return pinned === null || other === null ? [] : differentRequests(pinned, other);
}

function planOf({ scenario, point, traceRate }: ShownRun): ReturnType<typeof sweepPlan> {
  return sweepPlan(scenario!, { requests: point.requests.submitted, traceRate });
}
