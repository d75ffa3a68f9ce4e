import type { Capacity } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import { asProblem, faultOf, problem, type Problem } from '../state/problem.js';
import type { Files } from './files.js';
import type { Answer, Order, RunResult } from './messages.js';

/** A run to be simulated, and who hears of it. */
export interface Job {
  readonly scenario: Scenario;
  /** Whether its log is wanted, too. */
  readonly withLog: boolean;
  /** Its capacity, where it is known. */
  readonly capacity?: Capacity | null;
  /** Of a run that takes long: the share of its requests that have arrived. */
  progress?(share: number): void;
  done(result: RunResult): void;
  failed(problem: Problem): void;
}

/** A worker that simulates one run at a time, and is told each file that it needs once. */
export class Simulator {
  private worker = this.newWorker();
  /** Whether its worker did not start or broke down: the next run gets another one. */
  private isBroken = false;
  private readonly told = new Map<string, string>();
  private job: Job | null = null;
  private count = 0;

  constructor(private readonly files: Files) {}

  /** Begins a run; only while none is under way. */
  run(job: Job): void {
    this.job = job;
    if (this.isBroken) this.replaceWorker();
    for (const [name, text] of this.told) {
      const now = this.files.get(name);
      if (now !== undefined && now !== text) this.tell(name, now);
    }
    this.order(job);
  }

  /** Simulates something in advance, so that the first run is as fast as later ones. */
  warmUp(): void {
    this.worker.postMessage({ type: 'warm' } satisfies Order);
  }

  /** Ends the worker, and the run with it; its job is not told. */
  end(): void {
    this.job = null;
    this.worker.terminate();
  }

  private newWorker(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.hear(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.isBroken = true;
      this.fail(faultOf(event.message || 'the worker that simulates did not start or broke down'));
    });
    worker.addEventListener('messageerror', () => this.fail(faultOf('an answer could not be read')));
    return worker;
  }

  private replaceWorker(): void {
    this.worker.terminate();
    this.worker = this.newWorker();
    this.isBroken = false;
    this.told.clear();
  }

  private order({ scenario, withLog, capacity }: Job): void {
    this.worker.postMessage({
      type: 'run',
      id: ++this.count,
      scenario,
      withLog,
      ...(capacity !== undefined && { capacity }),
    } satisfies Order);
  }

  private hear(answer: Answer): void {
    const { job } = this;
    if (job === null || answer.id !== this.count) return;
    if (answer.type === 'progress') return job.progress?.(answer.share);
    if (answer.type === 'needs') return void this.bring(answer.name, job);
    this.job = null;
    if (answer.type === 'done') job.done(answer);
    else job.failed(answer.problem);
  }

  private async bring(name: string, job: Job): Promise<void> {
    try {
      const text = await this.files.load(name);
      if (this.job !== job) return;
      if (text === null) return this.fail(missingFile(name, job.scenario));
      this.tell(name, text);
      this.order(job);
    } catch (error) {
      if (this.job === job) this.fail(asProblem(error));
    }
  }

  private tell(name: string, text: string): void {
    this.told.set(name, text);
    this.worker.postMessage({ type: 'text', name, text } satisfies Order);
  }

  private fail(found: Problem): void {
    const { job } = this;
    this.job = null;
    job?.failed(found);
  }
}

function missingFile(name: string, { trace, cost }: Scenario): Problem {
  const key = trace === name ? 'trace' : cost.includes(name) ? 'cost' : null;
  return problem(`cannot read ${name}: a page sees no files; drop ${name} onto it to run this`, key);
}
