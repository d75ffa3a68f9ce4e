import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { readScenario, type Scenario } from 'lockstep/scenario';
import type { Lab, RecordedRuns } from '../state/lab.js';
import { forgetVisit, recallVisit, rememberVisit, type Visit } from './visit.js';
import { SCENES } from './scenes/index.js';
import type { Scene } from './scene.js';
import { differentRequests, type RequestDifference } from '../state/different-requests.js';
import { simulateHere, type SimulatedHere } from './simulate-here.js';
import { strongest } from './spans.js';
import { wholeRun } from './whole-run.js';

export interface Tour {
  /** The scene that is open; null outside the tour. */
  readonly scene: ReadonlySignal<Scene | null>;
  /** Its own run in numbers, to compare with what the visitor makes of it. */
  readonly start: ReadonlySignal<SimulatedHere | null>;
  /** What the requests of the run that is shown and of the scene's own differ in; empty if they are the same ones. */
  readonly requestDifferences: ReadonlySignal<readonly RequestDifference[]>;
  /** Whether the scenario is still the scene's own. */
  readonly untouched: ReadonlySignal<boolean>;
  go(number: number): void;
  restart(): void;
  leave(): void;
  /** Begins to follow the open scene. Returns what ends it. */
  follow(): () => void;
}

/**
 * Sets the lab for each scene that is opened, and gives the visitor's own scenario back at the end.
 * @param resumed whether the page came up with a scene open: what its address says is then kept
 */
export function createTour(lab: Lab, resumed: boolean): Tour {
  const { view } = lab;
  const scene = computed(() => SCENES[(view.scene.value ?? 0) - 1] ?? null);
  const start = computed(() => (scene.value === null ? null : simulateHere(scene.value.scenario)));
  /** The scene's scenario whose run is awaited, to choose a request of it. */
  const awaited = signal<Scenario | null>(null);
  let visit: Visit | null = null;
  let recorded: RecordedRuns | null = null;

  const open = (opened: Scene) => {
    lab.replace(opened.scenario);
    awaited.value = lab.scenario.value;
    view.rows.value = opened.rows;
    view.stretch.value = null;
    view.request.value = null;
  };
  const restore = ({ scenario, ...shown }: Visit) => {
    // One that was opened within the tour is the visitor's own, too.
    const reopened = lab.recorded.value ?? recorded;
    lab.replace(scenario);
    if (reopened !== null) lab.reopenRecorded(reopened);
    recorded = null;
    view.rows.value = shown.rows;
    view.stretch.value = shown.stretch;
    view.request.value = shown.request;
  };

  const followScene = () => {
    let before: Scene | null = null;
    let resuming = resumed;
    return effect(() => {
      const now = scene.value;
      untracked(() => {
        if (now === before) return;
        if (resuming) visit = recallVisit();
        else if (before === null) {
          rememberVisit((visit = visitOf(lab)));
          recorded = lab.recorded.value;
        }
        // The address of a bare scene, without a scenario, asks for its beginning.
        if (now !== null && (!resuming || isSame(lab.scenario.value, readScenario({})))) open(now);
        if (now === null && visit !== null) {
          awaited.value = null;
          restore(visit);
          forgetVisit();
        }
        resuming = false;
        before = now;
      });
    });
  };
  const followRun = () =>
    effect(() => {
      const run = lab.run.value;
      if (run === null || awaited.value === null || run.scenario !== awaited.value) return;
      untracked(() => {
        awaited.value = null;
        const chosen = strongest(scene.value!, run);
        if (chosen === null) return;
        view.request.value = chosen.request;
        view.stretch.value = wholeRun(run.log);
      });
    });

  return {
    scene,
    start,
    requestDifferences: computed(() => {
      const run = lab.run.value;
      return start.value === null || run === null ? [] : differentRequests(start.value, run);
    }),
    untouched: computed(
      () => scene.value !== null && isSame(lab.scenario.value, readScenario(scene.value.scenario)),
    ),
    go: (number) => (view.scene.value = number),
    restart: () => open(scene.value!),
    leave: () => (view.scene.value = null),
    follow: () => {
      const ends = [followScene(), followRun()];
      return () => ends.forEach((end) => end());
    },
  };
}

function visitOf({ scenario, view }: Lab): Visit {
  return {
    scenario: scenario.value,
    rows: view.rows.value,
    stretch: view.stretch.value,
    request: view.request.value,
  };
}

function isSame(a: Scenario, b: Scenario): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
