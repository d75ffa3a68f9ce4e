import type { Scenario } from 'lockstep/scenario';
import type { ShownSweep } from '../state/lab.js';
import type { Problem } from '../state/problem.js';
import type { Capacities } from './capacities.js';
import type { Files } from './files.js';
import { Simulator } from './simulator.js';
import type { SweepPlan } from './sweep-plan.js';
import { isProblem, type PointResult, sweepResult } from './sweep-result.js';

/** Whose curves: those of the run that is shown, and those of the pinned one. */
export type Whose = 'shown' | 'pinned';

export interface SweepListener {
  /** Points of the shown run's sweep that are over, of how many. */
  progress(finished: number, of: number): void;
  /** Told when the points at the rate asked for are there, and when all are; null if none of them can run. */
  done(whose: Whose, sweep: ShownSweep | null): void;
  /** An error of the lab itself. */
  fault(problem: Problem): void;
}

/** A core stays free for the page and for the run itself. */
const WORKERS = Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));

/** Points that are kept: those of some sweeps before this one, as one goes back and forth. */
const MOST_KEPT = 1000;

/** How long a worker may go on with a point that is not asked for any more (ms). */
const PATIENCE_MS = 300;

interface Lane {
  readonly simulator: Simulator;
  readonly point: Scenario | null;
  readonly since: number;
}

/**
 * Simulates the points of sweeps in the background, one at a time on each worker. Points are kept, so that another
 * sweep begins with those that it shares with earlier ones: another batch size alone costs a few points at most.
 */
export class BackgroundSweep {
  private readonly lanes: Lane[] = [];
  private readonly results = new Map<string, PointResult>();
  private readonly plans: Record<Whose, SweepPlan | null> = { shown: null, pinned: null };
  private readonly isAtRateTold: Record<Whose, boolean> = { shown: false, pinned: false };
  private isHeld = false;

  constructor(
    private readonly files: Files,
    private readonly capacities: Capacities,
    private readonly listener: SweepListener,
  ) {}

  /** Begins no point until one is asked for again: while a slider moves, the machine is left to its runs. */
  hold(): void {
    this.isHeld = true;
  }

  /** Asks for a sweep in place of the one before; null for none. */
  ask(whose: Whose, plan: SweepPlan | null): void {
    this.isHeld = false;
    this.plans[whose] = plan;
    this.isAtRateTold[whose] = false;
    this.endObsolete();
    if (plan !== null) this.tell(whose, plan);
    this.goOn();
  }

  /** To be called when a file has changed. */
  forget(): void {
    this.results.clear();
  }

  private goOn(): void {
    if (this.isHeld) return;
    while (this.lanes.length < WORKERS) this.lanes.push(idle(new Simulator(this.files)));
    for (let i = 0; i < this.lanes.length; i++) {
      if (this.lanes[i]!.point !== null) continue;
      const point = this.nextPoint();
      if (point === undefined) return;
      this.begin(i, point);
    }
  }

  private nextPoint(): Scenario | undefined {
    const underWay = new Set(this.lanes.map(({ point }) => point && keyOf(point)));
    return this.wanted().find((point) => {
      const key = keyOf(point);
      return !this.results.has(key) && !underWay.has(key);
    });
  }

  private wanted(): Scenario[] {
    const { shown, pinned } = this.plans;
    return [...(shown?.points ?? []), ...(pinned?.points ?? [])];
  }

  private begin(index: number, point: Scenario): void {
    const { simulator } = this.lanes[index]!;
    this.lanes[index] = { simulator, point, since: performance.now() };
    const capacity = this.capacities.of(point);
    simulator.run({
      scenario: point,
      withLog: false,
      ...(capacity !== undefined && { capacity }),
      done: (result) => {
        this.capacities.learn(point, result.point.capacity);
        this.over(index, point, result.point);
      },
      failed: (problem) => this.over(index, point, problem),
    });
  }

  private over(index: number, point: Scenario, result: PointResult): void {
    const { simulator } = this.lanes[index]!;
    const isFault = isProblem(result) && result.fault;
    if (isFault) simulator.end();
    this.lanes[index] = idle(isFault ? new Simulator(this.files) : simulator);
    if (this.results.size >= MOST_KEPT) this.results.delete(this.results.keys().next().value!);
    this.results.set(keyOf(point), result);
    if (isFault) this.listener.fault(result);
    for (const whose of ['shown', 'pinned'] as const) {
      const plan = this.plans[whose];
      if (plan?.points.some((each) => keyOf(each) === keyOf(point))) this.tell(whose, plan);
    }
    this.goOn();
  }

  private tell(whose: Whose, plan: SweepPlan): void {
    const resultOf = (point: Scenario) => this.results.get(keyOf(point));
    const of = plan.points.length;
    const finished = plan.points.filter((point) => resultOf(point) !== undefined).length;
    if (whose === 'shown') this.listener.progress(finished, of);
    if (finished < of && this.isAtRateTold[whose]) return;
    const shown = sweepResult(plan, resultOf);
    if (shown !== null) this.isAtRateTold[whose] = true;
    if (shown !== null || finished === of) this.listener.done(whose, shown);
  }

  private endObsolete(): void {
    const wanted = new Set(this.wanted().map(keyOf));
    const now = performance.now();
    this.lanes.forEach(({ simulator, point, since }, index) => {
      if (point === null || wanted.has(keyOf(point)) || now - since < PATIENCE_MS) return;
      simulator.end();
      this.lanes[index] = idle(new Simulator(this.files));
    });
  }
}

function idle(simulator: Simulator): Lane {
  return { simulator, point: null, since: 0 };
}

function keyOf(point: Scenario): string {
  return JSON.stringify(point);
}
