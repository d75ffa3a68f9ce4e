import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Scenario, SweepScenario, WrittenScenario } from 'lockstep/scenario';
import type { SweepResult } from 'lockstep/simulation';
import type { ShownRun } from '../simulation/shown-run.js';
import type { LabState } from './address.js';
import type { RequestDifference } from './different-requests.js';
import type { Problem } from './problem.js';

/** All that the lab knows; views read its signals and call its verbs. */
export interface Lab {
  /** What is asked for: complete and valid, one value per option. */
  readonly scenario: ReadonlySignal<Scenario>;
  /**
   * What is wrong with the last wish; null if nothing is. One that is wrong in itself was not taken over; one that turns
   * out wrong only when it is run (a missing file, a batch that does not fit) was, and the run shown is the one before.
   */
  readonly problem: ReadonlySignal<Problem | null>;
  /** Changes some options, and drops those that they contradict; `undefined` sets one back to its default. */
  change(options: Changes): void;
  /** Replaces the scenario: what is not named has its default. */
  replace(scenario: WrittenScenario): void;
  /** Shows a whole state, as an address tells it. */
  show(state: LabState): void;
  /** What the lab did that is worth a word and no problem, such as what a file was taken for; null once it was read. */
  readonly notice: Signal<string | null>;

  /**
   * The newest run, or the recorded one that was chosen; what was shown stays until the next one is there. Null before
   * the first.
   */
  readonly run: ReadonlySignal<ShownRun | null>;
  /** How much of a run that takes long is done, from 0 to 1; null while none is under way. */
  readonly progress: ReadonlySignal<number | null>;
  /** Gives up the run under way; the one shown stays. */
  cancelRun(): void;

  /**
   * What curves are drawn of; null until the first has its points at the rate asked for, and while a recorded run is
   * shown. It follows in the background.
   */
  readonly sweep: ReadonlySignal<ShownSweep | null>;
  /** Points of the sweep under way that are finished, of how many; null while none is. */
  readonly sweepProgress: ReadonlySignal<{ readonly finished: number; readonly of: number } | null>;

  /** A run to compare with; null if none is pinned. */
  readonly pinned: ReadonlySignal<ShownRun | null>;
  /**
   * What the requests of the pinned run and of the one that is shown differ in; empty if they are the same ones. Only then
   * do differences between the two runs come from what the scheduler does.
   */
  readonly requestDifferences: ReadonlySignal<readonly RequestDifference[]>;
  /** The sweep of the pinned run; null until it is there, and while the sweep that is shown has other requests. */
  readonly pinnedSweep: ReadonlySignal<ShownSweep | null>;
  /**
   * What is pinned, or is to be as soon as its run is there or the file that it names; null if nothing is, or a recorded
   * run.
   */
  readonly pinnedScenario: ReadonlySignal<Scenario | null>;
  /** Pins the run that is shown; nothing before the first. */
  pin(): void;
  unpin(): void;

  /**
   * Reads a file that was dropped: a trace, a scenario file, a decision log, or a table, hardware or lengths that a
   * scenario names. What is wrong becomes the problem, and nothing else changes.
   */
  open(file: File): Promise<void>;
  /** The recorded run that is shown in place of a simulated one, if one was opened; a change of the scenario closes it. */
  readonly recorded: ReadonlySignal<RecordedRuns | null>;
  showRecorded(index: number): void;
  /** Back to the simulation. */
  closeRecorded(): void;
  /** Shows recorded runs again that something took the place of. */
  reopenRecorded(runs: RecordedRuns): void;

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
  readonly scenario: SweepScenario;
  /** The rate that is asked for (requests/s), as the points have it; null where arrivals have none. */
  readonly rate: number | null;
  /** The points of that rate. They are there first. */
  readonly atRate: SweepResult;
  /** The points of all rates; null until they are there. */
  readonly all: SweepResult | null;
  /** What the reader has to know of it, such as points that are left out, in plain sentences. */
  readonly notes: readonly string[];
}

/** Each is part of the address. */
export interface View {
  /** What a row of the timeline is. */
  readonly rows: Signal<'request' | 'slot'>;
  /**
   * The stretch of time that the timeline shows (ms since the first arrival); null until one is chosen: it then
   * shows the first arrivals of a long run. From 0 to the run's length is all of it.
   */
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
