import { type Fact, NO_TERMS, Scheduler, type SchedulerOptions, type StartCommand } from '../core/index.js';
import { type BatchShape, BatchSum, type BatchTime, type CostModel } from '../cost/index.js';
import type { Capacity } from '../metrics/index.js';
import { randomStream } from '../random/index.js';
import type { Workload } from '../workload/index.js';
import { DrawnLengths } from './drawn-lengths.js';
import { Moments } from './moments.js';

/** Batches to measure; fewer where they have more rows than so many requests, and never under the least. */
const BATCHES = 10_000;
const REQUESTS = 100_000;
const LEAST_BATCHES = 100;

/** The most that may wait for a key that has enough of them. */
const MOST_WAITING = 1_000_000;

/** The backlog, in batches that could start from it, and in windows that a fill could look at. */
const BACKLOG = 4;

/** So many times the backlog starts before anything is measured: an order takes its time to sort out what waits. */
const WARMUP = 4;

/** The capacity belongs to the configuration, whatever the seed of a run. */
const SEED = 1;

/**
 * What the configured scheduler sustains, measured: under a constant backlog, in which each request that starts is replaced
 * by one that is drawn afresh, with lengths and terms as the workload has them. No deadlines, no bound on the queue, no end.
 * @param options with a finite batch size
 */
export function saturate(cost: CostModel, workload: Workload, options: SchedulerOptions): Capacity | null {
  return new Saturation(cost, workload, options).measure();
}

interface Running {
  readonly batch: number;
  readonly members: readonly number[];
  readonly endsAt: number;
}

class Saturation {
  private readonly scheduler: Scheduler;
  private readonly lengths: DrawnLengths;
  private readonly terms = randomStream(SEED, 'capacity terms');
  private readonly shape = new BatchSum();
  private readonly timeBatch: (shape: BatchShape) => BatchTime;
  private readonly running: (Running | null)[];
  private readonly backlog: number;
  private readonly batches: number;
  private facts: Fact[] = [];
  private arrived = 0;
  private started = 0;
  private wakeAt = Infinity;

  constructor(
    private readonly cost: CostModel,
    private readonly workload: Workload,
    options: SchedulerOptions,
  ) {
    const { maxBatchSize, engines = 1, fill } = options;
    this.scheduler = new Scheduler({ ...options, maxQueueSize: Infinity });
    const window = fill?.window(maxBatchSize) ?? maxBatchSize;
    this.backlog = BACKLOG * Math.max(maxBatchSize * engines, Number.isFinite(window) ? window : 0);
    this.batches = Math.max(LEAST_BATCHES, Math.min(BATCHES, Math.floor(REQUESTS / maxBatchSize)));
    this.running = new Array<Running | null>(engines).fill(null);
    this.lengths = DrawnLengths.of(workload, REQUESTS);
    this.timeBatch = cost.sampler?.(SEED) ?? ((shape) => cost.time(shape));
  }

  measure(): Capacity | null {
    const execution = new Moments();
    let requests = 0;
    let outputTokens = 0;
    let now = 0;
    let from = NaN;
    this.arrive(this.backlog);
    while (execution.count < this.batches) {
      this.decide(now);
      const next = this.nextAt();
      if (next === Infinity) {
        // Under a rule that counts, no key may have enough waiting: then more have to come.
        if (this.scheduler.size >= MOST_WAITING) return null;
        this.arrive(1);
        continue;
      }
      now = next;
      const ended = this.end(now);
      if (Number.isNaN(from)) {
        if (this.started >= WARMUP * this.backlog && ended.length > 0) from = now;
        continue;
      }
      for (const { members } of ended) {
        execution.add(this.timeBatch(this.shapeOf(members)).durationMs);
        requests += members.length;
        for (const request of members) outputTokens += this.outputTokens(request);
      }
    }
    const seconds = (now - from) / 1000;
    if (!(seconds > 0)) return null;
    return {
      requestsPerSecond: requests / seconds,
      outputTokensPerSecond: outputTokens / seconds,
      executionCv: execution.cv,
    };
  }

  /** Tells the scheduler what there is to tell, until it starts nothing more. */
  private decide(now: number): void {
    do {
      const { facts } = this;
      this.facts = [];
      for (const command of this.scheduler.step(now, facts)) {
        if (command.type === 'start') this.start(command, now);
        if (command.type === 'wake') this.wakeAt = command.at;
      }
    } while (this.facts.length > 0);
  }

  /** By the expected time, so that a cost model that draws times adds no chance of its own. */
  private start({ engine, batch, members }: StartCommand, now: number): void {
    const { durationMs } = this.cost.time(this.shapeOf(members));
    this.running[engine] = { batch, members, endsAt: now + durationMs };
    this.wakeAt = Infinity;
    this.started += members.length;
    this.arrive(members.length);
  }

  private arrive(count: number): void {
    for (let i = 0; i < count; i++) {
      const request = this.arrived++;
      const promptTokens = this.lengths.promptTokens[request % REQUESTS]!;
      const terms = this.workload.drawTerms?.(this.terms) ?? NO_TERMS;
      this.facts.push({ promptTokens, ...terms, type: 'arrived', request, deadlineAt: undefined });
    }
  }

  private nextAt(): number {
    return this.running.reduce((first, each) => Math.min(first, each?.endsAt ?? Infinity), this.wakeAt);
  }

  /** Ends what ends at this instant. */
  private end(now: number): Running[] {
    const ended: Running[] = [];
    this.running.forEach((running, engine) => {
      if (running === null || running.endsAt > now) return;
      ended.push(running);
      this.running[engine] = null;
      this.facts.push({ type: 'finished', engine, batch: running.batch });
    });
    if (this.wakeAt <= now) {
      this.wakeAt = Infinity;
      this.facts.push({ type: 'woke' });
    }
    return ended;
  }

  private shapeOf(members: readonly number[]): BatchSum {
    this.shape.clear();
    for (const request of members) {
      this.shape.add(this.lengths.promptTokens[request % REQUESTS]!, this.outputTokens(request));
    }
    return this.shape;
  }

  private outputTokens(request: number): number {
    return this.lengths.outputTokens[request % REQUESTS]!;
  }
}
