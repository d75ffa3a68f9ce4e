import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Scenario, WrittenScenario } from 'lockstep/scenario';
import type { SweepResult } from 'lockstep/simulation';
import type { ShownRun } from '../simulation/shown-run.js';
import type { Problem } from './problem.js';

/** All that the lab knows; views read its signals and call its verbs. */
export interface Lab {
  /** What is asked for: complete and valid, one value per option. */
  readonly scenario: ReadonlySignal<Scenario>;
  /** What is wrong with the last wish, which then was not taken over; null if nothing is. */
  readonly problem: ReadonlySignal<Problem | null>;
  /** Changes some options, and drops those that they contradict; `undefined` sets one back to its default. */
  change(options: Changes): void;
  /** Replaces the scenario: what is not named has its default. */
  replace(scenario: WrittenScenario): void;

  /** The newest run; what was shown stays until the next one is there. Null before the first. */
  readonly run: ReadonlySignal<ShownRun | null>;
  /** How much of a run that takes long is done, from 0 to 1; null while none is under way. */
  readonly progress: ReadonlySignal<number | null>;
  /** Gives up the run under way; the one shown stays. */
  cancelRun(): void;

  /** What curves are drawn of; null until the first is complete. It follows in the background. */
  readonly sweep: ReadonlySignal<ShownSweep | null>;
  /** Points of the sweep under way that are finished, of how many; null while none is. */
  readonly sweepProgress: ReadonlySignal<{ readonly finished: number; readonly of: number } | null>;

  /** A run to compare with; null if none is pinned. */
  readonly pinned: ReadonlySignal<ShownRun | null>;
  /** The sweep that belonged to it. */
  readonly pinnedSweep: ReadonlySignal<ShownSweep | null>;
  pin(): void;
  unpin(): void;

  /** Reads a file that was dropped: a trace, a scenario file, or a decision log. What is wrong becomes the problem. */
  open(file: File): Promise<void>;
  /** The recorded run that is shown in place of a simulated one, if one was opened. */
  readonly recorded: ReadonlySignal<RecordedRuns | null>;
  showRecorded(index: number): void;
  /** Back to the simulation. */
  closeRecorded(): void;

  /** How one looks at it: no view changes a number. */
  readonly view: View;
}

/** Options to change, as the command line writes them. */
export type Changes = { readonly [key in keyof WrittenScenario]: WrittenScenario[key] | undefined };

export interface RecordedRuns {
  readonly file: string;
  readonly runs: readonly ShownRun[];
  readonly shown: number;
}

/** A sweep over batch sizes and rates under the wait rule that is asked for. */
export interface ShownSweep {
  /** The scenario that gives it on the command line, with its lists. */
  readonly scenario: Scenario;
  /** The points of the rate that is asked for. */
  readonly atRate: SweepResult;
  /** All points. */
  readonly all: SweepResult;
}

/** Each is part of the address. */
export interface View {
  /** What a row of the timeline is. */
  readonly rows: Signal<'request' | 'slot'>;
  /** The stretch of time that the timeline shows (ms since the first arrival); null for the whole run. */
  readonly stretch: Signal<Stretch | null>;
  /** The request whose story is told, by its place in arrival order. */
  readonly request: Signal<number | null>;
  /** The scene of the tour that is open, 1 to 5. */
  readonly scene: Signal<number | null>;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}
