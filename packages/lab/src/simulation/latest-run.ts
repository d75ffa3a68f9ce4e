import type { Scenario } from 'lockstep/scenario';
import type { Problem } from '../state/problem.js';
import type { Capacities } from './capacities.js';
import type { Files } from './files.js';
import { type ShownRun, shownRun } from './shown-run.js';
import { Simulator } from './simulator.js';

export interface RunListener {
  done(run: ShownRun): void;
  failed(problem: Problem): void;
  /** The share of a run that takes long that is done, from 0 to 1; null when none is under way. */
  progress(share: number | null): void;
}

/** How long a run that is not asked for any more may go on (ms): about as long as it takes to begin anew. */
const PATIENCE_MS = 200;

/** When the page has shown its first run and drawn it (ms), there is time to get a second worker ready. */
const SPARE_AFTER_MS = 500;

/**
 * Simulates what was asked for last: one run at a time, of those asked for meanwhile only the newest. A run that takes
 * long is given up for it, with its worker; another one stands by.
 */
export class LatestRun {
  private simulator: Simulator;
  private spare: Simulator | null = null;
  private running: { readonly scenario: Scenario; readonly since: number } | null = null;
  private next: Scenario | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private preparing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly files: Files,
    private readonly capacities: Capacities,
    private readonly listener: RunListener,
  ) {
    this.simulator = new Simulator(files);
  }

  ask(scenario: Scenario): void {
    if (this.running === null) return this.begin(scenario);
    this.next = scenario;
    const left = this.running.since + PATIENCE_MS - performance.now();
    this.patience ??= setTimeout(() => this.giveUp(), Math.max(0, left));
  }

  /** Gives up all that was asked for. */
  cancel(): void {
    this.next = null;
    if (this.running !== null) this.giveUp();
  }

  private begin(scenario: Scenario): void {
    this.running = { scenario, since: performance.now() };
    const capacity = this.capacities.of(scenario);
    this.simulator.run({
      scenario,
      withLog: true,
      ...(capacity !== undefined && { capacity }),
      progress: (share) => this.listener.progress(share),
      done: (result) => {
        this.capacities.learn(scenario, result.point.capacity);
        this.over(() => this.listener.done(shownRun(scenario, result)));
      },
      failed: (problem) => {
        if (problem.fault) this.replaceWorker();
        // What was wrong with a wish that another has followed is of no interest any more.
        this.over(() => this.next === null && this.listener.failed(problem));
      },
    });
  }

  private over(tell: () => void): void {
    this.stopWaiting();
    tell();
    if (this.next !== null) this.beginNext();
    else this.prepare();
  }

  private giveUp(): void {
    this.stopWaiting();
    this.replaceWorker();
    if (this.next !== null) this.beginNext();
    else this.prepare();
  }

  private beginNext(): void {
    const next = this.next!;
    this.next = null;
    this.begin(next);
  }

  private stopWaiting(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    this.running = null;
    this.listener.progress(null);
  }

  private replaceWorker(): void {
    this.simulator.end();
    this.simulator = this.spare ?? new Simulator(this.files);
    this.spare = null;
  }

  private prepare(): void {
    if (this.spare !== null) return;
    clearTimeout(this.preparing);
    this.preparing = setTimeout(() => {
      if (this.spare !== null || this.running !== null) return;
      this.spare = new Simulator(this.files);
      this.spare.warmUp();
    }, SPARE_AFTER_MS);
  }
}
