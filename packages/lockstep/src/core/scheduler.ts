import { Deadlines } from './deadlines.js';
import type { CloseReason } from './decision-record.js';
import { ConfigurationError, ProtocolError } from './errors.js';
import { EngineSet } from './engine-set.js';
import type { Fill } from './fill.js';
import type { Lane } from './lane.js';
import { Lanes } from './lanes.js';
import { positiveInteger, refuseEndlessWait } from './limits.js';
import type { Order } from './order.js';
import { Policy } from './selection.js';
import type { ArrivedFact, Command, Fact } from './vocabulary.js';
import type { WaitRule } from './wait-rules.js';

export interface SchedulerOptions {
  /** Most requests in one batch: an integer ≥ 1, or Infinity. */
  readonly maxBatchSize: number;
  /** How long a batch that is not full is held open. */
  readonly wait: WaitRule;
  /** Most requests that may wait, counting all that have not started: an integer ≥ 1, or Infinity (the default). */
  readonly maxQueueSize?: number;
  /** How many engines there are, all alike: an integer from 1 (the default) to 65,536. */
  readonly engines?: number;
  /** Who is next (default null: first come, first served). */
  readonly order?: Order | null;
  /** Who goes along with the first in order (default null: those that come next, as many as a batch holds). */
  readonly fill?: Fill | null;
}

/** The decision log numbers engines with 16 bits. */
const MOST_ENGINES = 65_536;

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
 * The static batch scheduler: facts in, commands out. Who is next, who goes along and when a batch starts are an order, a
 * fill and a wait rule; without the first two, first come, first served among the requests of one key.
 *
 * It does no I/O and never asks for the time. An engine runs one batch at a time; a batch starts only when an
 * engine is free, so closing a batch and starting it are one instant. Each key has an open batch of its own; among k
 * keys with waiting requests a decision takes O(log k) for each key that has changed since the last one.
 */
export class Scheduler {
  readonly maxBatchSize: number;
  readonly maxQueueSize: number;
  private readonly wait: WaitRule;
  private readonly hasOrder: boolean;
  private readonly policy: Policy | null;
  /**
   * The waiting room. Requests with `background` will have a second one beside it (`Lanes` once more), which `arrive` fills
   * and `decide` asks where an engine is free and no batch of this one is due.
   */
  private readonly lanes: Lanes;
  private readonly deadlines = new Deadlines();

  private now = -Infinity;
  private newestRequest = -1;
  private batchCount = 0;
  private ended = false;
  /** Requests up to this id were waiting when a drain was asked for. */
  private drainThrough = -1;
  private wakeAt = Infinity;
  private readonly engines: EngineSet;
  private commands: readonly Command[] = NO_COMMANDS;

  /** @throws ConfigurationError for a size that is no size, or a configuration that would wait for ever */
  constructor(options: SchedulerOptions) {
    this.maxBatchSize = positiveInteger('maxBatchSize', options.maxBatchSize);
    this.maxQueueSize = positiveInteger('maxQueueSize', options.maxQueueSize ?? Infinity);
    this.wait = options.wait;
    this.engines = new EngineSet(engineCount(options.engines ?? 1));
    this.hasOrder = (options.order ?? null) !== null;
    this.policy = Policy.of(options.order ?? null, options.fill ?? null, this.maxBatchSize);
    this.lanes = new Lanes(this.maxBatchSize, this.policy);
    refuseEndlessWait(this.wait, this.maxBatchSize, {
      count: this.maxQueueSize,
      why: `the queue holds at most ${this.maxQueueSize}`,
    });
  }

  /** Requests waiting, of all keys. */
  get size(): number {
    return this.lanes.size;
  }

  get engineCount(): number {
    return this.engines.count;
  }

  /** Whether a batch is running. */
  get busy(): boolean {
    return this.engines.isBusy;
  }

  /**
   * Whether the next batch is known already, whatever else arrives before an engine is free: it is full, and no request
   * that comes could take part in it.
   */
  get isNextFull(): boolean {
    const lane = this.lanes.only;
    if (lane === null || !lane.isFull) return false;
    return this.policy === null || (!this.hasOrder && lane.size >= this.policy.window);
  }

  /**
   * Takes in all facts of one instant, lets those expire whose deadline has come, then decides once.
   * @param now the instant (ms), never before the last one
   * @param facts in any order: they are taken in as finished, arrived, cancelled, ended, drain, woke
   * @throws ProtocolError when the driver breaks the contract
   */
  step(now: number, facts: readonly Fact[]): readonly Command[] {
    if (!(now >= this.now)) throw backInTime(now, this.now);
    this.now = now;
    this.commands = NO_COMMANDS;
    const ordered = facts.length < 2 ? facts : inOrder(facts);
    for (let i = 0; i < ordered.length; i++) this.take(ordered[i]!);
    if (this.deadlines.nextAt <= now) this.expire();
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
        return this.finish(fact.engine, fact.batch);
      case 'arrived':
        return this.arrive(fact);
      case 'cancelled':
        return this.cancel(fact.request);
      case 'ended':
        this.ended = true;
        return this.lanes.reconsider();
      case 'drain':
        this.drainThrough = this.newestRequest;
        return this.lanes.reconsider();
      case 'woke':
        // Whoever is woken asks again if it was too early: forgetting the wish makes decide() repeat it.
        this.wakeAt = Infinity;
        return;
    }
  }

  private finish(engine: number, batch: number): void {
    const hadFree = this.engines.hasFree;
    const members = this.engines.finish(engine, batch, this.now);
    if (this.deadlines.nextAt !== Infinity) this.deadlines.forgetAll(members);
    if (!hadFree) this.lanes.engineFreed(this.now);
  }

  private arrive(fact: ArrivedFact): void {
    const { request, deadlineAt } = fact;
    if (!(request > this.newestRequest)) throw idInDisorder(request, this.newestRequest);
    if (this.ended) throw arrivedTooLate(request);
    if (deadlineAt !== undefined && Number.isNaN(deadlineAt)) throw noInstant(request, deadlineAt);
    this.newestRequest = request;
    if (this.lanes.size >= this.maxQueueSize) {
      this.command({ type: 'reject', request, reason: 'queue-full' });
      return;
    }
    this.lanes.push(fact, this.now, this.engines.freeAt);
    if (deadlineAt !== undefined && deadlineAt < Infinity) this.deadlines.add(request, deadlineAt);
  }

  private cancel(request: number): void {
    if (request > this.newestRequest) {
      throw new ProtocolError(`request ${request} was cancelled before it arrived`);
    }
    this.deadlines.forget(request);
    this.giveUp(request);
  }

  private expire(): void {
    for (;;) {
      const request = this.deadlines.takeDue(this.now);
      if (request === null) return;
      this.command({ type: 'expire', request });
      this.giveUp(request);
    }
  }

  /** It leaves the queue, or its row is not wanted any more; no effect if neither is there. */
  private giveUp(request: number): void {
    if (this.lanes.withdraw(request)) return;
    const abandoned = this.engines.giveUp(request);
    if (abandoned !== null) this.command({ type: 'abort', ...abandoned });
  }

  private decide(): void {
    let wakeAt = this.deadlines.nextAt;
    while (this.engines.hasFree && this.lanes.size > 0) {
      const lane = this.lanes.only ?? this.lanes.next(this.now, this.closesAt, this.isDue);
      // Of several lanes, the instant was asked for when the lane last changed.
      if (this.lanes.only !== null) lane.closesAt = this.closesAt(lane);
      const reason = this.closeReason(lane);
      if (reason === null) {
        if (lane.closesAt < wakeAt) wakeAt = lane.closesAt;
        break;
      }
      this.start(lane, reason);
    }
    if (wakeAt === this.wakeAt) return;
    // With nothing to be woken for the wish is forgotten, not taken back: a stale wake is harmless.
    this.wakeAt = wakeAt;
    if (wakeAt !== Infinity) this.command({ type: 'wake', at: wakeAt });
  }

  /** A full batch is closed at once, under every rule. */
  private readonly closesAt = (lane: Lane): number => {
    if (lane.isFull) return -Infinity;
    const closesAt = this.wait.closesAt(lane);
    if (Number.isNaN(closesAt)) throw closesNever(this.wait);
    return closesAt;
  };

  private readonly isDue = (lane: Lane): boolean => this.closeReason(lane) !== null;

  /** Why a lane's open batch starts now; null if it does not. */
  private closeReason(lane: Lane): CloseReason | null {
    if (lane.closesAt <= this.now) return lane.isFull ? 'full' : 'wait';
    if (lane.oldestId <= this.drainThrough) return 'drain';
    // A rule with a clock ends by itself; only one that counts needs to be told that no other request will come.
    if (this.ended && lane.closesAt === Infinity) return 'end';
    return null;
  }

  private start(lane: Lane, reason: CloseReason): void {
    const engineFreeAt = this.engines.freeAt;
    const members = this.lanes.takeBatch(lane);
    const batch = this.batchCount++;
    const engine = this.engines.start(batch, members);
    lane.reopen(this.engines.freeAt);
    // A start ends the wish to be woken.
    this.wakeAt = Infinity;
    this.command({ type: 'start', engine, batch, reason, members, engineFreeAt });
  }
}

// Texts of errors stand apart: a decision is made of functions so small that the compiler can make them one.

function backInTime(now: number, last: number): ProtocolError {
  return new ProtocolError(`expected an instant at or after ${last} ms, got ${now}`);
}

function engineCount(engines: number): number {
  if (Number.isSafeInteger(engines) && engines >= 1 && engines <= MOST_ENGINES) return engines;
  throw new ConfigurationError(`engines: expected a whole number from 1 to ${MOST_ENGINES}, got ${engines}`);
}

function idInDisorder(request: number, newest: number): ProtocolError {
  return new ProtocolError(`expected a request id above ${newest}, got ${request}`);
}

function arrivedTooLate(request: number): ProtocolError {
  return new ProtocolError(`request ${request} arrived after the workload had ended`);
}

function noInstant(request: number, deadlineAt: number): ProtocolError {
  return new ProtocolError(`request ${request}: expected an instant as its deadline, got ${deadlineAt}`);
}

function closesNever({ name }: WaitRule): ConfigurationError {
  return new ConfigurationError(
    `wait rule ${name}: expected the instant at which the batch closes (ms) from closesAt, got NaN`,
  );
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  for (let i = 1; i < facts.length; i++) {
    const { type } = facts[i]!;
    const before = facts[i - 1]!.type;
    if (type !== before && RANK[type] < RANK[before]) {
      return facts.toSorted((a, b) => RANK[a.type] - RANK[b.type]);
    }
  }
  return facts;
}
