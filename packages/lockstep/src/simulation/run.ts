import {
  ConfigurationError,
  DecisionLog,
  type Fact,
  Scheduler,
  type SchedulerOptions,
  type StartCommand,
} from '../core/index.js';
import type { BatchShape, BatchTime, CostModel } from '../cost/index.js';
import type { Release } from '../metrics/index.js';
import type { ArrivalSource, Workload } from '../workload/index.js';
import { type Cancellation, Cancellations } from './cancellations.js';
import { RunningBatch } from './running-batch.js';

export interface RunOptions extends SchedulerOptions {
  readonly cost: CostModel;
  readonly workload: Workload;
  /** When answers leave: with each token, at the row's own end, or at the batch's end (default `batch`). */
  readonly release?: Release;
  /** Seeds the cost model's own random stream, if it has one: an integer (default 1). */
  readonly seed?: number;
  /** Requests that are cancelled, and when; not for a closed loop (default none). */
  readonly cancellations?: readonly Cancellation[];
}

export interface Run {
  readonly log: DecisionLog;
  /** Batches that a cost model of measured points had to extrapolate. */
  readonly extrapolatedBatches: number;
}

/**
 * Runs a workload through the scheduler on a virtual clock, until every request has ended.
 * @throws ConfigurationError for a configuration that cannot work, CostError for a batch that cannot run
 */
export function run(options: RunOptions): Run {
  return new VirtualDriver(options).drive();
}

/** Turns the scheduler's handle: finds the next instant, hands over its facts, carries out the commands. */
class VirtualDriver {
  private readonly scheduler: Scheduler;
  private readonly source: ArrivalSource;
  private readonly log: DecisionLog;
  private readonly cancellations: Cancellations;
  private readonly timeBatch: (shape: BatchShape) => BatchTime;
  private readonly answersLeaveEarly: boolean;
  private readonly shape: BatchShape = {
    size: 0,
    longestPrompt: 0,
    longestOutput: 0,
    promptTokens: 0,
    squaredPromptTokens: 0,
  };

  private readonly facts: Fact[] = [];
  private running: RunningBatch | null = null;
  private finishAt = Infinity;
  private wakeAt = Infinity;
  private endTold = false;
  private extrapolatedBatches = 0;

  constructor(options: RunOptions) {
    const { workload, cost, cancellations = [], release = 'batch', seed = 1 } = options;
    refuseStarvingLoop(options);
    this.scheduler = new Scheduler(options);
    this.source = workload.open();
    this.log = new DecisionLog(workload.count);
    this.cancellations = new Cancellations(cancellations, this.log);
    this.timeBatch = cost.sampler ? cost.sampler(seed) : (shape) => cost.time(shape);
    this.answersLeaveEarly = release !== 'batch';
  }

  drive(): Run {
    for (;;) {
      const now = Math.min(this.finishAt, this.source.nextAt, this.cancellations.nextAt, this.wakeAt);
      if (now === Infinity) break;
      this.gatherFacts(now);
      this.carryOut(now);
    }
    return { log: this.log, extrapolatedBatches: this.extrapolatedBatches };
  }

  private gatherFacts(now: number): void {
    const { facts, source, log } = this;
    while (facts.length > 0) facts.pop();
    if (this.finishAt === now) this.finish(now);
    while (source.nextAt === now) facts.push({ type: 'arrived', request: source.take(log) });
    while (this.cancellations.nextAt === now) this.cancel(this.cancellations.take(), now);
    if (source.exhausted && !this.endTold) {
      this.endTold = true;
      facts.push({ type: 'ended' });
    }
    if (this.wakeAt === now) {
      this.wakeAt = Infinity;
      facts.push({ type: 'woke' });
    }
  }

  private carryOut(now: number): void {
    for (const command of this.scheduler.step(now, this.facts)) {
      switch (command.type) {
        case 'start':
          this.start(command, now);
          break;
        case 'wake':
          this.wakeAt = command.at;
          break;
        case 'reject':
          // Whoever gave up in this very instant has left already.
          if (this.log.outcomeOf(command.request) !== 'pending') break;
          this.log.leave(command.request, now, 'rejected');
          this.source.left?.(command.request, now, 'rejected');
          break;
        case 'abort':
          this.finishAt = now;
          break;
      }
    }
  }

  private start(command: StartCommand, now: number): void {
    const { log, shape, source } = this;
    const { members } = command;
    const batch = log.start(now, command.reason, members, command.engineFreeAt);
    measure(shape, log, members, batch);
    const time = this.timeBatch(shape);
    if (time.extrapolated === true) this.extrapolatedBatches++;

    const { firstTokenAt, finishedAt, outputTokens } = log.requests;
    const firstToken = now + time.tokenMs(1);
    for (const request of members) {
      firstTokenAt[request] = firstToken;
      finishedAt[request] = now + time.tokenMs(outputTokens[request]!);
      if (this.answersLeaveEarly) source.left?.(request, finishedAt[request]!, 'completed');
    }
    this.running = new RunningBatch(batch, now, time, members, log);
    this.finishAt = now + time.durationMs;
    this.wakeAt = Infinity;
  }

  private finish(now: number): void {
    const { log, source } = this;
    const { batch, members } = this.running!;
    log.finish(batch, now);
    if (!this.answersLeaveEarly && source.left !== undefined) {
      for (const request of members) source.left(request, now, 'completed');
    }
    this.running = null;
    this.finishAt = Infinity;
    this.facts.push({ type: 'finished', batch });
  }

  private cancel(request: number, now: number): void {
    const { log, running } = this;
    if (log.outcomeOf(request) !== 'pending') return;
    const batch = log.requests.batch[request]!;
    const answered = this.answersLeaveEarly && log.requests.finishedAt[request]! <= now;
    if (answered) return;
    log.leave(request, now, 'cancelled');
    if (running?.batch === batch) this.finishAt = running.endWithout(request, now);
    this.facts.push({ type: 'cancelled', request });
  }
}

function measure(shape: BatchShape, log: DecisionLog, members: readonly number[], batch: number): void {
  const { promptTokens } = log.requests;
  let sum = 0;
  let squares = 0;
  for (const request of members) {
    const prompt = promptTokens[request]!;
    sum += prompt;
    squares += prompt * prompt;
  }
  shape.size = members.length;
  shape.longestPrompt = log.batches.longestPrompt[batch]!;
  shape.longestOutput = log.batches.longestOutput[batch]!;
  shape.promptTokens = sum;
  shape.squaredPromptTokens = squares;
}

function refuseStarvingLoop({ workload, wait, maxBatchSize, cancellations }: RunOptions): void {
  if (workload.users === undefined) return;
  const least = wait.least(maxBatchSize);
  if (least > workload.users) {
    throw new ConfigurationError(
      `wait rule ${wait.name} starts with ${least} waiting requests, but the closed loop has ` +
        `${workload.users} users: it would wait for ever`,
    );
  }
  if (cancellations !== undefined && cancellations.length > 0) {
    throw new ConfigurationError('cancellations: expected an open workload, got a closed loop');
  }
}
