import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { type Command, type Fact, Scheduler, type StartCommand } from '../core/index.js';
import { Alarm } from './alarm.js';
import { BatchRun } from './batch-run.js';
import { type BatchRunOptions, runOptionsOf } from './batch-run-options.js';
import { pastDeadline } from './deadline.js';
import { Departures } from './departures.js';
import { checkedDrain, Drain } from './drain.js';
import { DrainingError } from './errors.js';
import type {
  BatcherEvents,
  BatcherStats,
  Departure,
  DrainOptions,
  StreamOptions,
  SubmitOptions,
} from './batcher-options.js';
import { mostUnreadParts, PartStream, type StreamedItem } from './part-stream.js';
import { shown } from './foreign-values.js';
import { Intake, NO_OPTIONS } from './intake.js';
import { recordOf } from './record.js';
import type { Settings } from './settings.js';
import { SignalWatch } from './signal-watch.js';
import { checkMany, submitOptionsOf } from './submit-options.js';
import { Suspects } from './suspects.js';
import { Tally } from './tally.js';
import { tell } from './tell.js';
import type { Ticket } from './ticket.js';
import { TicketRing } from './ticket-ring.js';
import { Turn } from './turn.js';

/** Gets `{ batcher, record }` for every batch of every batcher of the process. */
const batchChannel = channel('lockstep:batch');

/**
 * Drives the scheduler by the real clock. What happens in one turn of the event loop has one time and is told
 * to the scheduler together, so that items submitted together can share a batch under every wait rule.
 */
export class Batcher<Item, Output, Part = never> extends EventEmitter<BatcherEvents> {
  private readonly scheduler: Scheduler;
  private readonly runOptions: BatchRunOptions<Item, Output, Part>;
  private readonly turn = new Turn((now, facts) => this.decide(now, facts));
  private readonly alarm = new Alarm(() => this.turn.tell({ type: 'woke' }));

  private readonly signals = new SignalWatch<Ticket<Item, Output, Part>>(
    (ticket, reason) => this.cancel(ticket, reason),
    (error) =>
      this.settings.warnings.warn('LOCKSTEP_SIGNAL', `removeEventListener of a signal threw ${shown(error)}`),
  );

  private readonly waiting = new TicketRing<Ticket<Item, Output, Part>>();
  private readonly departures = new Departures<Item, Output, Part>(this);
  /**
   * Rows that were cancelled in this turn. The run is told at its end: that a batch then ends is a consequence, and
   * comes after all else of this instant.
   */
  private withdrawn: Ticket<Item, Output, Part>[] = [];
  private running: BatchRun<Item, Output, Part> | null = null;
  private draining: Drain | null = null;

  private readonly suspects = new Suspects();

  private readonly tally: Tally;
  private readonly intake: Intake<Item, Output, Part>;

  /** @internal use `createBatcher` */
  constructor(private readonly settings: Settings<Item, Output, Part>) {
    super();
    this.scheduler = new Scheduler(settings);
    this.tally = new Tally(settings.maxBatchSize);
    const { turn, waiting, signals, departures, tally, suspects } = this;
    this.intake = new Intake(settings, {
      ...{ turn, waiting, signals, departures, tally, suspects },
      queued: () => this.scheduler.size,
      isDraining: () => this.draining !== null,
      isCalling: () => this.running?.isCalling === true,
      runningForMs: () => this.runningForMs(),
    });
    this.runOptions = runOptionsOf(settings, {
      settled: (ticket) => this.settled(ticket),
      // Under a rule that counts, an item apart from the others could wait for ever.
      failedAlone: ({ origins }) => settings.mayHaveLanes && this.suspects.mark(origins),
      suspects: this.suspects,
    });
  }

  /**
   * Puts an item into the queue; resolves with its output, as soon as that may leave (see `release`). Rejects with the
   * run's error for this item, QueueFullError, DeadlineError, DrainingError, the signal's reason, or ArgumentError for
   * invalid or unknown options.
   */
  submit(item: Item, options: SubmitOptions<Part> = NO_OPTIONS): Promise<Output> {
    try {
      return this.intake.submit(item, options);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /**
   * Puts an item into the queue at once, as `submit` does, and gives the parts of its output as they come. To leave the
   * loop before the end cancels the item.
   *
   *     for await (const part of batcher.stream('Call me Ishmael.')) process.stdout.write(part.text);
   *
   * A batch cannot wait for one reader: parts that are not read yet are kept, up to `maxUnreadParts`. What `submit` would
   * reject with ends the iteration, after the parts that came before.
   * @throws ArgumentError for an unknown option, or an invalid `maxUnreadParts`
   */
  stream(item: Item, options: StreamOptions = {}): PartStream<Output, Part> {
    const mostUnread = mostUnreadParts(options.maxUnreadParts, this.runOptions.holdsAnswers);
    const asked = submitOptionsOf(options);
    let ticket: Ticket<Item, Output, Part> | null = null;
    const streamed: StreamedItem<Output, Part> = {
      submit: async (onPart) => this.intake.submit(item, { ...asked, onPart }, (taken) => (ticket = taken)),
      cancel: (reason) => ticket !== null && this.cancel(ticket, reason),
    };
    return new PartStream(streamed, mostUnread);
  }

  /**
   * Puts several items into the queue, or none of them: where it has no room for all, each rejects with a
   * QueueFullError. What concerns one item (invalid options, a deadline that cannot be met, a key that throws) rejects
   * that item alone.
   * @param optionsOf gives the options of each item (default none)
   * @throws ArgumentError where `items` is no array or `optionsOf` no function
   */
  submitAll(
    items: readonly Item[],
    optionsOf: (item: Item, index: number) => SubmitOptions<Part> = () => NO_OPTIONS,
  ): Promise<Output>[] {
    checkMany(items, optionsOf);
    return this.intake.submitAll(items, optionsOf);
  }

  /**
   * Keeps places of the queue for items that are still to be made, so that nothing is made for a queue that has no room:
   * a server tokenises prompts only then. Free the places right before you submit the items.
   * @param places an integer ≥ 1
   * @returns what frees them; called again, it does nothing
   * @throws DrainingError, or QueueFullError where there is no room for all of them: each then counts as a rejected item,
   *   whose prompt has 0 tokens as far as is known
   */
  reserve(places: number): () => void {
    return this.intake.reserve(places);
  }

  /**
   * Takes nothing more, starts what waits as soon as the engine is free, whatever the wait rule says, and resolves when
   * all of it is answered. For good: a drained batcher stays closed. Asked again, the new options hold as well.
   * @throws ArgumentError for an invalid or unknown option
   */
  drain(options: DrainOptions = {}): Promise<void> {
    const { queued, timeoutMs } = checkedDrain(options);
    this.draining ??= new Drain();
    this.turn.tell({ type: 'drain' });
    if (queued === 'reject') this.rejectWaiting(new DrainingError('the batcher is draining'));
    if (timeoutMs !== Infinity) {
      this.draining.bound(timeoutMs, (error) => {
        this.rejectWaiting(error);
        this.running?.abort(error);
      });
    }
    return this.draining.done;
  }

  /** `drain()`, for `await using`: takes nothing more, and resolves when everything is answered. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.drain();
  }

  stats(): BatcherStats {
    const { running, tally } = this;
    return {
      ...tally.stats(this.runningForMs()),
      waiting: this.waiting.size,
      running: running === null ? 0 : running.tickets.filter(({ settled }) => !settled).length,
      submitted: this.intake.submitted,
      draining: this.draining !== null,
    };
  }

  /** The end of a turn: the scheduler is told, and what it commands is done. */
  private decide(now: number, facts: readonly Fact[]): void {
    const { withdrawn } = this;
    this.withdrawn = [];
    this.intake.turnEnds();
    for (const command of this.scheduler.step(now, facts)) this.carryOut(command, now);
    for (const ticket of withdrawn) this.running?.withdraw(ticket);
    // Last of all: a listener may do anything to the batcher, even to items that were to start just now.
    this.departures.tellAll();
    this.rest();
  }

  private carryOut(command: Command, now: number): void {
    switch (command.type) {
      case 'start':
        return this.start(command, now);
      case 'wake':
        return this.alarm.set(command.at);
      case 'abort':
        // The batch knows first: it has stopped its run when its last row was withdrawn.
        return;
      case 'reject':
        return this.reject(command.request, now);
      case 'expire':
        return this.expire(command.request, now);
    }
  }

  private start({ engine, batch, reason, members, engineFreeAt }: StartCommand, startedAt: number): void {
    const tickets = members.map((request) => {
      const ticket = this.waiting.get(request)!;
      this.waiting.delete(request);
      ticket.running = true;
      return ticket;
    });
    this.alarm.clear();
    const run = new BatchRun({ engine, batch, startedAt, reason, engineFreeAt }, tickets, this.runOptions);
    this.running = run;
    run.begin(() => this.finish(run));
  }

  private finish(run: BatchRun<Item, Output, Part>): void {
    // What else comes in this turn of the event loop could not join the next batch: the engine need not wait for it.
    const endedAt = this.scheduler.isNextFull ? this.turn.openBriefly() : this.turn.open();
    this.running = null;
    this.tally.batchTook(endedAt - run.start.startedAt, run.reruns.length);
    this.turn.tell({ type: 'finished', engine: run.start.engine, batch: run.start.batch });
    if (batchChannel.hasSubscribers || this.listenerCount('batch') > 0) {
      const record = recordOf(run, endedAt);
      batchChannel.publish({ batcher: this, record });
      tell(this, 'batch', record);
    }
  }

  private cancel(ticket: Ticket<Item, Output, Part>, reason: unknown): void {
    if (ticket.settled) return;
    this.turn.tell({ type: 'cancelled', request: ticket.request });
    this.giveUp(ticket, this.turn.open(), 'cancelled', reason);
    if (ticket.running) this.withdrawn.push(ticket);
  }

  private rejectWaiting(error: DrainingError): void {
    for (const ticket of this.waiting.values()) {
      this.turn.tell({ type: 'cancelled', request: ticket.request });
      this.giveUp(ticket, this.turn.open(), 'rejected', error);
    }
  }

  private reject(request: number, now: number): void {
    const ticket = this.waiting.get(request);
    // Cancelled in the same turn: it leaves as that.
    if (ticket !== undefined) this.giveUp(ticket, now, 'rejected', this.intake.queueFull(1));
  }

  private expire(request: number, now: number): void {
    const ticket = this.waiting.get(request) ?? this.running?.ticketOf(request);
    if (ticket === undefined || ticket.settled) return;
    const when = ticket.running ? 'running' : 'waiting';
    this.giveUp(ticket, now, 'expired', pastDeadline(when, now - ticket.arrivedAt));
    if (ticket.running) this.running!.withdraw(ticket);
  }

  /** Settles an item that gets no answer; one that waits waits no more. */
  private giveUp(
    ticket: Ticket<Item, Output, Part>,
    at: number,
    outcome: Departure['outcome'],
    reason: unknown,
  ): void {
    ticket.outcome = outcome;
    ticket.progress().finishedAt = at;
    ticket.refuse(reason);
    this.settled(ticket);
    if (ticket.running) return;
    this.waiting.delete(ticket.request);
    this.departures.add(ticket);
  }

  private settled(ticket: Ticket<Item, Output, Part>): void {
    this.tally.count(ticket.outcome);
    if (ticket.signal !== undefined) this.signals.unwatch(ticket.signal, ticket);
  }

  /** With nothing to do, no timer is left behind. */
  private rest(): void {
    if (this.waiting.size > 0 || this.running !== null || this.turn.isOpen) return;
    this.alarm.clear();
    this.draining?.finish();
  }

  private runningForMs(): number | null {
    return this.running === null ? null : performance.now() - this.running.start.startedAt;
  }
}
