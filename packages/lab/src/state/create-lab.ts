import { signal } from '@preact/signals';
import { overrideScenario, readScenario, type Scenario, type WrittenScenario } from 'lockstep/scenario';
import { LatestRun } from '../simulation/latest-run.js';
import type { ShownRun } from '../simulation/shown-run.js';
import { BackgroundSweep } from '../simulation/sweep.js';
import type { Changes, Lab, RecordedRuns, ShownSweep, View } from './lab.js';
import { asProblem, type Problem } from './problem.js';

/** How long nobody may have changed anything before curves are simulated anew (ms). */
const QUIET_MS = 150;

export function createLab(start: WrittenScenario = {}): Lab {
  const scenario = signal<Scenario>(readScenario(start));
  const problem = signal<Problem | null>(null);
  const run = signal<ShownRun | null>(null);
  const progress = signal<number | null>(null);
  const sweep = signal<ShownSweep | null>(null);
  const sweepProgress = signal<{ finished: number; of: number } | null>(null);
  const pinned = signal<ShownRun | null>(null);
  const pinnedSweep = signal<ShownSweep | null>(null);
  const recorded = signal<RecordedRuns | null>(null);
  const view: View = {
    rows: signal('request'),
    stretch: signal(null),
    request: signal(null),
    scene: signal(null),
  };

  const latest = new LatestRun({
    done: (shown) => (run.value = shown),
    failed: (found) => (problem.value = found),
  });
  const background = new BackgroundSweep({
    progress: (finished, of) => (sweepProgress.value = { finished, of }),
    done: (shown) => {
      sweep.value = shown;
      sweepProgress.value = null;
    },
  });

  let quiet: ReturnType<typeof setTimeout> | undefined;
  const take = (written: () => WrittenScenario) => {
    try {
      scenario.value = readScenario(written());
      problem.value = null;
    } catch (error) {
      problem.value = asProblem(error);
      return;
    }
    latest.ask(scenario.value);
    clearTimeout(quiet);
    quiet = setTimeout(() => background.ask(scenario.value), QUIET_MS);
  };
  take(() => start);

  return {
    scenario,
    problem,
    change: (options) => take(() => changed(scenario.value, options)),
    replace: (written) => take(() => written),
    run,
    progress,
    cancelRun: () => {},
    sweep,
    sweepProgress,
    pinned,
    pinnedSweep,
    pin: () => {
      pinned.value = run.value;
      pinnedSweep.value = sweep.value;
    },
    unpin: () => {
      pinned.value = null;
      pinnedSweep.value = null;
    },
    open: async () => {},
    recorded,
    showRecorded: () => {},
    closeRecorded: () => {},
    view,
  };
}

function changed(scenario: Scenario, options: Changes): WrittenScenario {
  const kept = Object.fromEntries(
    Object.entries(scenario).filter(
      ([key]) => !(key in options && options[key as keyof Changes] === undefined),
    ),
  );
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return overrideScenario(kept, given);
}
