import { DecisionLog } from 'lockstep/core';
import { pointLabel } from 'lockstep-cli/charts';
import type { Scenario } from 'lockstep/scenario';
import type { Problem } from '../state/problem.js';
import type { Answer, Order } from './messages.js';
import type { ShownRun } from './shown-run.js';

export interface RunListener {
  done(run: ShownRun): void;
  failed(problem: Problem): void;
}

/** Simulates what was asked for last: one run at a time, and of those asked for meanwhile only the newest. */
export class LatestRun {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private running: { readonly id: number; readonly scenario: Scenario } | null = null;
  private next: Scenario | null = null;
  private count = 0;

  constructor(private readonly listener: RunListener) {
    this.worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.hear(data));
  }

  ask(scenario: Scenario): void {
    if (this.running !== null) {
      this.next = scenario;
      return;
    }
    this.running = { id: this.count++, scenario };
    this.worker.postMessage({ type: 'run', withLog: true, ...this.running } satisfies Order);
  }

  private hear(answer: Answer): void {
    if (answer.type === 'progress') return;
    const { scenario } = this.running!;
    this.running = null;
    if (answer.type === 'failed') this.listener.failed(answer.problem);
    else {
      const { point, notes, columns } = answer;
      this.listener.done({
        title: pointLabel(point),
        point,
        release: scenario.release,
        log: DecisionLog.fromColumns(columns!),
        notes,
        scenario,
      });
    }
    if (this.next === null) return;
    const { next } = this;
    this.next = null;
    this.ask(next);
  }
}
