import type { CloseReason } from './decision-log.js';
import { ConfigurationError, ProtocolError } from './errors.js';
import type { Command, Fact } from './vocabulary.js';
import type { OpenBatch, WaitRule } from './wait-rules.js';
import { WaitingQueue } from './waiting-queue.js';

export interface SchedulerOptions {
  /** Most requests in one batch: an integer ≥ 1, or Infinity. */
  readonly maxBatchSize: number;
  /** How long a batch that is not full is held open. */
  readonly wait: WaitRule;
  /** Most requests that may wait, counting all that have not started: an integer ≥ 1, or Infinity (the default). */
  readonly maxQueueSize?: number;
}

/** Facts of one instant are taken in this order. */
const RANK: Record<Fact['type'], number> = {
  finished: 0,
  arrived: 1,
  cancelled: 2,
  ended: 3,
  drain: 4,
  woke: 5,
};

const NO_COMMANDS: readonly Command[] = [];

/**
 * The static batch scheduler: facts in, commands out, first come first served.
 *
 * It does no I/O and never asks for the time. One engine runs one batch at a time; a batch starts only when
 * the engine is free, so closing a batch and starting it are one instant.
 */
export class Scheduler implements OpenBatch {
  readonly maxBatchSize: number;
  readonly maxQueueSize: number;
  private readonly wait: WaitRule;
  private readonly queue = new WaitingQueue();

  private now = -Infinity;
  private newestRequest = -1;
  private batchCount = 0;
  private ended = false;
  /** Requests up to this id were waiting when a drain was asked for. */
  private drainThrough = -1;
  private wakeAt = Infinity;
  private running: RunningBatch | null = null;
  private commands: readonly Command[] = NO_COMMANDS;

  engineFreeAt = -Infinity;
  newestArrivedAt = -Infinity;

  /** @throws ConfigurationError for a size that is no size, or a configuration that would wait for ever */
  constructor(options: SchedulerOptions) {
    this.maxBatchSize = positiveInteger('maxBatchSize', options.maxBatchSize);
    this.maxQueueSize = positiveInteger('maxQueueSize', options.maxQueueSize ?? Infinity);
    this.wait = options.wait;
    refuseEndlessWait(this.wait, this.maxBatchSize, this.maxQueueSize);
  }

  /** Requests waiting. */
  get size(): number {
    return this.queue.size;
  }

  get oldestArrivedAt(): number {
    return this.queue.oldestArrivedAt;
  }

  /** Whether a batch is running. */
  get busy(): boolean {
    return this.running !== null;
  }

  /**
   * Takes in all facts of one instant, then decides once.
   * @param now the instant (ms), never before the last one
   * @param facts in any order: they are taken in as finished, arrived, cancelled, ended, drain, woke
   * @throws ProtocolError when the driver breaks the contract
   */
  step(now: number, facts: readonly Fact[]): readonly Command[] {
    if (!(now >= this.now)) {
      throw new ProtocolError(`expected an instant at or after ${this.now} ms, got ${now}`);
    }
    this.now = now;
    this.commands = NO_COMMANDS;
    const ordered = facts.length < 2 ? facts : inOrder(facts);
    for (let i = 0; i < ordered.length; i++) this.take(ordered[i]!);
    this.decide();
    return this.commands;
  }

  /** Most steps command nothing, and then cost no memory. */
  private command(command: Command): void {
    if (this.commands === NO_COMMANDS) this.commands = [command];
    else (this.commands as Command[]).push(command);
  }

  private take(fact: Fact): void {
    switch (fact.type) {
      case 'finished':
        return this.finish(fact.batch);
      case 'arrived':
        return this.arrive(fact.request);
      case 'cancelled':
        return this.cancel(fact.request);
      case 'ended':
        this.ended = true;
        return;
      case 'drain':
        this.drainThrough = this.newestRequest;
        return;
      case 'woke':
        // Whoever is woken asks again if it was too early: forgetting the wish makes decide() repeat it.
        this.wakeAt = Infinity;
        return;
    }
  }

  private finish(batch: number): void {
    if (this.running?.batch !== batch) {
      const running =
        this.running === null ? 'no batch is running' : `batch ${this.running.batch} is running`;
      throw new ProtocolError(`batch ${batch} cannot finish: ${running}`);
    }
    this.running = null;
    this.engineFreeAt = this.now;
  }

  private arrive(request: number): void {
    if (!(request > this.newestRequest)) {
      throw new ProtocolError(`expected a request id above ${this.newestRequest}, got ${request}`);
    }
    if (this.ended) throw new ProtocolError(`request ${request} arrived after the workload had ended`);
    this.newestRequest = request;
    if (this.queue.size >= this.maxQueueSize) {
      this.command({ type: 'reject', request, reason: 'queue-full' });
      return;
    }
    this.queue.push(request, this.now);
    this.newestArrivedAt = this.now;
  }

  private cancel(request: number): void {
    if (request > this.newestRequest) {
      throw new ProtocolError(`request ${request} was cancelled before it arrived`);
    }
    if (this.queue.withdraw(request)) return;
    const running = this.running;
    if (running === null || !running.wanted.delete(request)) return;
    if (running.wanted.size === 0) this.command({ type: 'abort', batch: running.batch });
  }

  private decide(): void {
    if (this.running !== null || this.queue.size === 0) return;
    const closesAt = this.queue.size >= this.maxBatchSize ? this.now : this.wait.closesAt(this);
    const reason = this.closeReason(closesAt);
    if (reason !== null) {
      this.command(this.start(reason));
    } else if (closesAt !== this.wakeAt && closesAt !== Infinity) {
      this.wakeAt = closesAt;
      this.command({ type: 'wake', at: closesAt });
    }
  }

  /** Why the waiting requests start now; null if they do not. */
  private closeReason(closesAt: number): CloseReason | null {
    if (this.queue.size >= this.maxBatchSize) return 'full';
    if (closesAt <= this.now) return 'wait';
    if (this.queue.oldestId <= this.drainThrough) return 'drain';
    // A rule with a clock ends by itself; only one that counts needs to be told that nobody else will come.
    if (this.ended && closesAt === Infinity) return 'end';
    return null;
  }

  private start(reason: CloseReason): Command {
    const members = this.queue.take(Math.min(this.queue.size, this.maxBatchSize));
    const batch = this.batchCount++;
    this.running = new RunningBatch(batch, members);
    this.wakeAt = Infinity;
    return { type: 'start', batch, reason, members, engineFreeAt: this.engineFreeAt };
  }
}

/** Which rows of the running batch are still wanted; the set is made only when someone cancels. */
class RunningBatch {
  private set: Set<number> | null = null;

  constructor(
    readonly batch: number,
    private readonly members: readonly number[],
  ) {}

  get wanted(): Set<number> {
    return (this.set ??= new Set(this.members));
  }
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  for (let i = 1; i < facts.length; i++) {
    if (RANK[facts[i]!.type] < RANK[facts[i - 1]!.type]) {
      return facts.toSorted((a, b) => RANK[a.type] - RANK[b.type]);
    }
  }
  return facts;
}

function positiveInteger(name: string, value: number): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new ConfigurationError(`${name}: expected a whole number ≥ 1 or Infinity, got ${value}`);
}

function refuseEndlessWait(wait: WaitRule, maxBatchSize: number, maxQueueSize: number): void {
  const least = wait.least(maxBatchSize);
  if (least === Infinity) {
    throw new ConfigurationError(
      'wait rule full: an unbounded batch is never full, so it would wait for ever',
    );
  }
  if (least > maxBatchSize) {
    throw new ConfigurationError(
      `wait rule ${wait.name}: expected at most the ${maxBatchSize} requests of a full batch, got ${least}`,
    );
  }
  if (least > maxQueueSize) {
    throw new ConfigurationError(
      `wait rule ${wait.name} starts with ${least} waiting requests, but the queue holds at most ` +
        `${maxQueueSize}: it would wait for ever`,
    );
  }
}
