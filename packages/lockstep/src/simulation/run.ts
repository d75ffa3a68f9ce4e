import {
  type ArrivedFact,
  DecisionLog,
  DEFAULTS,
  type Fact,
  roundingOf,
  Scheduler,
  type StartCommand,
} from '../core/index.js';
import { type BatchShape, BatchSum, type BatchTime } from '../cost/index.js';
import type { ArrivalSource } from '../workload/index.js';
import { Cancellations } from './cancellations.js';
import { deadlinesOf } from './deadlines.js';
import { refuseStarvingLoop, type RunOptions } from './run-options.js';
import { RunningBatch } from './running-batch.js';
import { VirtualEngines } from './virtual-engines.js';

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

/** Drives the scheduler: finds the next instant, hands over its facts, carries out the commands. */
class VirtualDriver {
  private readonly scheduler: Scheduler;
  private readonly source: ArrivalSource;
  private readonly log: DecisionLog;
  private readonly cancellations: Cancellations;
  private readonly timeBatch: (shape: BatchShape) => BatchTime;
  private readonly answersLeaveEarly: boolean;
  private readonly deadlineOf: ((request: number) => number) | undefined;
  private readonly shape = new BatchSum();

  /** Whether requests ask for anything, or an order or a fill reads their lengths. */
  private readonly tellsTerms: boolean;
  private readonly facts: Fact[] = [];
  private readonly engines: VirtualEngines;
  private wakeAt = Infinity;
  private endTold = false;
  private extrapolatedBatches = 0;

  constructor(options: RunOptions) {
    const { workload, cost, cancellations = [], release = DEFAULTS.release.simulation, seed = 1 } = options;
    refuseStarvingLoop(options);
    this.scheduler = new Scheduler(options);
    this.source = workload.open();
    this.engines = new VirtualEngines(this.scheduler.engineCount);
    this.log = new DecisionLog(workload.count);
    this.log.engines = this.scheduler.engineCount;
    this.cancellations = new Cancellations(cancellations, this.log);
    this.timeBatch = cost.sampler ? cost.sampler(seed) : (shape) => cost.time(shape);
    this.answersLeaveEarly = release !== 'batch';
    this.deadlineOf = deadlinesOf(options, this.log);
    const hasPolicy = (options.order ?? options.fill ?? null) !== null;
    this.tellsTerms = hasPolicy || this.deadlineOf !== undefined || workload.drawTerms !== undefined;
  }

  drive(): Run {
    for (;;) {
      const now = Math.min(this.engines.nextAt, this.source.nextAt, this.cancellations.nextAt, this.wakeAt);
      if (now === Infinity) break;
      this.gatherFacts(now);
      this.carryOut(now);
    }
    return { log: this.log, extrapolatedBatches: this.extrapolatedBatches };
  }

  private gatherFacts(now: number): void {
    const { facts, source, log } = this;
    while (facts.length > 0) facts.pop();
    while (this.engines.nextAt === now) this.finish(now);
    while (source.nextAt === now) facts.push(this.arrival(source.take(log)));
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

  private arrival(request: number): ArrivedFact {
    if (!this.tellsTerms) return { type: 'arrived', request };
    const terms = this.log.termsOf(request);
    const promptTokens = this.log.requests.promptTokens[request];
    return { promptTokens, ...terms, type: 'arrived', request, deadlineAt: this.deadlineAt(request) };
  }

  /** The instant (ms) from which its answer is of no use; Infinity for none. */
  private deadlineAt(request: number): number {
    return Math.min(this.deadlineOf?.(request) ?? Infinity, this.log.termsOf(request).deadlineAt ?? Infinity);
  }

  private carryOut(now: number): void {
    const commands = this.scheduler.step(now, this.facts);
    for (let i = 0; i < commands.length; i++) {
      const command = commands[i]!;
      switch (command.type) {
        case 'start':
          this.start(command, now);
          break;
        case 'wake':
          this.wakeAt = command.at;
          break;
        case 'reject':
          this.reject(command.request, now);
          break;
        case 'expire':
          this.expire(command.request, now);
          break;
        case 'abort':
          this.engines.endAt(command.engine, now);
          break;
      }
    }
  }

  private start(command: StartCommand, now: number): void {
    const { log, shape, source } = this;
    const { engine, reason, members, engineFreeAt } = command;
    const batch = log.start(now, reason, members, engineFreeAt, engine);
    const { promptTokens, outputTokens, firstTokenAt, finishedAt } = log.requests;
    shape.sum(members, promptTokens, outputTokens);
    const time = this.timeBatch(shape);
    if (time.extrapolated === true) this.extrapolatedBatches++;

    const firstToken = now + time.tokenMs(1);
    for (let slot = 0; slot < members.length; slot++) {
      const request = members[slot]!;
      firstTokenAt[request] = firstToken;
      finishedAt[request] = now + time.tokenMs(outputTokens[request]!);
    }
    this.engines.start(new RunningBatch(engine, batch, now, time, members, log), now === engineFreeAt);
    if (this.answersLeaveEarly && source.left !== undefined) this.foretellAnswers(members);
    this.wakeAt = Infinity;
  }

  private finish(now: number): void {
    const { log, source } = this;
    const { engine, batch, members } = this.engines.finish();
    log.finish(batch, now);
    if (!this.answersLeaveEarly && source.left !== undefined) this.tellAnswers(members, now);
    this.facts.push({ type: 'finished', engine, batch });
  }

  /** An answer that leaves at its own end is known when its batch starts, unless its deadline comes first. */
  private foretellAnswers(members: readonly number[]): void {
    for (const request of members) {
      const finishedAt = this.log.requests.finishedAt[request]!;
      const deadlineAt = this.deadlineAt(request);
      if (finishedAt <= this.withRounding(deadlineAt, request))
        this.source.left!(request, finishedAt, 'completed');
    }
  }

  private tellAnswers(members: readonly number[], now: number): void {
    for (const request of members) {
      if (this.log.outcomeOf(request) === 'completed') this.source.left!(request, now, 'completed');
    }
  }

  private cancel(request: number, now: number): void {
    if (this.log.outcomeOf(request) !== 'pending' || this.isAnswered(request, now)) return;
    this.giveUp(request, now, 'cancelled');
    this.facts.push({ type: 'cancelled', request });
  }

  private reject(request: number, now: number): void {
    // Whoever gave up in this very instant has left already.
    if (this.log.outcomeOf(request) !== 'pending') return;
    this.log.leave(request, now, 'rejected');
    this.source.left?.(request, now, 'rejected');
  }

  private expire(request: number, now: number): void {
    if (this.isAnswered(request, now) || this.isEnding(request, now)) return;
    this.giveUp(request, now, 'expired');
    this.source.left?.(request, now, 'expired');
  }

  /** Its answer left before its batch has ended. */
  private isAnswered(request: number, now: number): boolean {
    return (
      this.answersLeaveEarly && this.log.requests.finishedAt[request]! <= this.withRounding(now, request)
    );
  }

  /** Its batch has come to its end in this very instant, but for rounding. One that is aborted has not. */
  private isEnding(request: number, now: number): boolean {
    const running = this.runningOf(request);
    return running !== null && running.wholeAt <= this.withRounding(now, request);
  }

  /** @param request whose batch the instant is compared with */
  private withRounding(at: number, request: number): number {
    return at + roundingOf(at, this.engines.additions[this.engineOf(request)]!);
  }

  private giveUp(request: number, now: number, outcome: 'cancelled' | 'expired'): void {
    this.log.leave(request, now, outcome);
    const running = this.runningOf(request);
    if (running !== null) this.engines.endAt(this.engineOf(request), running.endWithoutThoseGone(now));
  }

  /** The batch of a request, while it runs. */
  private runningOf(request: number): RunningBatch | null {
    const running = this.engines.running[this.engineOf(request)]!;
    return running?.batch === this.log.requests.batch[request] ? running : null;
  }

  /** The engine of a request's batch; 0 for one that has not started. */
  private engineOf(request: number): number {
    return this.log.engineOf(this.log.requests.batch[request]!);
  }
}
