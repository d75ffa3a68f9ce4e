import { deadlineInstant, tooLate } from './deadline.js';
import type { Departures } from './departures.js';
import { takesNothingMore } from './drain.js';
import { QueueFullError } from './errors.js';
import type { SubmitOptions } from './batcher-options.js';
import type { Settings } from './settings.js';
import type { SignalWatch } from './signal-watch.js';
import { checkedOptions } from './submit-options.js';
import type { Suspects } from './suspects.js';
import type { Tally } from './tally.js';
import { NO_TERMS, Ticket } from './ticket.js';
import type { TicketRing } from './ticket-ring.js';
import type { Turn } from './turn.js';

export const NO_OPTIONS: SubmitOptions<unknown> = {};

/** What items come into, and what is known there. */
export interface IntakeParts<Item, Output, Part> {
  readonly turn: Turn;
  readonly waiting: TicketRing<Ticket<Item, Output, Part>>;
  readonly signals: SignalWatch<Ticket<Item, Output, Part>>;
  readonly departures: Departures<Item, Output, Part>;
  readonly tally: Tally;
  readonly suspects: Suspects;
  /** Items that the scheduler counts as waiting. */
  queued(): number;
  isDraining(): boolean;
  /** Whether `run` is being called just now. */
  isCalling(): boolean;
  /** How long the batch has run (ms); null while none runs. */
  runningForMs(): number | null;
}

/** Lets items into the queue, or turns them away: it knows how many places are left. */
export class Intake<Item, Output, Part> {
  /** Items that have a number, turned away or not. */
  submitted = 0;
  /** Items told to the scheduler at the end of this turn. */
  private arriving = 0;
  /** Places of the queue that are kept for items still to be submitted. */
  private reserved = 0;

  constructor(
    private readonly settings: Settings<Item, Output, Part>,
    private readonly parts: IntakeParts<Item, Output, Part>,
  ) {}

  /** The scheduler has been told of all that arrived. */
  turnEnds(): void {
    this.arriving = 0;
  }

  /** @param taken told of the ticket that the item gets, if it gets one */
  submit(
    item: Item,
    options: SubmitOptions<Part>,
    taken?: (ticket: Ticket<Item, Output, Part>) => void,
  ): Promise<Output> {
    // Of places that are kept the scheduler does not know.
    const missing = this.reserved === 0 ? 0 : 1 - this.room();
    return missing > 0 && !this.parts.isDraining()
      ? this.refuse(item, missing)
      : this.admit(item, options, taken);
  }

  submitAll(
    items: readonly Item[],
    optionsOf: (item: Item, index: number) => SubmitOptions<Part>,
  ): Promise<Output>[] {
    const missing = items.length - this.room();
    const fits = missing <= 0;
    return items.map((item, index) => {
      try {
        if (fits || this.parts.isDraining()) return this.admit(item, optionsOf(item, index));
        return this.refuse(item, missing);
      } catch (error) {
        return Promise.reject(error as Error);
      }
    });
  }

  reserve(places: number): () => void {
    if (this.parts.isDraining()) throw takesNothingMore();
    const missing = places - this.room();
    if (missing > 0) {
      for (let place = 0; place < places; place++) this.tellTurnedAway(0);
      throw this.queueFull(missing);
    }
    this.reserved += places;
    let kept = places;
    return () => {
      this.reserved -= kept;
      kept = 0;
    };
  }

  /** @param missing how many more places would have been needed, ≥ 1 */
  queueFull(missing: number): QueueFullError {
    const { tally, runningForMs } = this.parts;
    return new QueueFullError(
      this.settings.maxQueueSize,
      tally.estimate.untilPlacesMs(missing, runningForMs()),
    );
  }

  private admit(
    item: Item,
    options: SubmitOptions<Part>,
    taken?: (ticket: Ticket<Item, Output, Part>) => void,
  ): Promise<Output> {
    const { turn, waiting, signals, suspects, tally, isDraining } = this.parts;
    if (isDraining()) throw takesNothingMore();
    if (this.parts.isCalling()) this.settings.warnings.submitInRun();
    const isPlain = options === NO_OPTIONS;
    const asked = isPlain ? NO_OPTIONS : checkedOptions(options);
    const { signal, onPart, origins } = asked;
    const now = turn.open();
    const deadlineAt = deadlineInstant(asked, now);
    // What is not ours may throw, abort, submit and drain: it comes before the item gets a number.
    const promptTokens = this.settings.promptTokens(item);
    const key = this.settings.key?.(item);
    if (this.settings.refuseLate && signal?.aborted !== true) {
      const expectedMs = tally.estimate.untilAnswerMs(waiting.size, this.parts.runningForMs());
      if (expectedMs !== null && now + expectedMs > deadlineAt) {
        return this.turnAway(promptTokens, tooLate(deadlineAt - now, expectedMs));
      }
    }
    const watched = signal === undefined ? null : signals.open(signal);
    if (isDraining()) {
      if (signal !== undefined) signals.unwatch(signal);
      throw takesNothingMore();
    }
    const request = this.submitted++;
    const laneKey = suspects.isEmpty ? key : suspects.keyOf(origins, key);
    const terms =
      isPlain && key === undefined ? NO_TERMS : { deadlineAt, key: laneKey, signal, onPart, origins };
    const ticket = new Ticket<Item, Output, Part>(request, item, now, promptTokens, terms);
    watched?.add(ticket);
    waiting.set(request, ticket);
    this.arriving++;
    turn.tell(ticket);
    taken?.(ticket);
    return ticket.promise;
  }

  private refuse(item: Item, missing: number): Promise<never> {
    return this.turnAway(this.settings.promptTokens(item), this.queueFull(missing));
  }

  /** An item that the scheduler never hears of. */
  private turnAway(promptTokens: number, error: Error): Promise<never> {
    this.tellTurnedAway(promptTokens);
    return Promise.reject(error);
  }

  private tellTurnedAway(promptTokens: number): void {
    const { turn, tally, departures } = this.parts;
    const now = turn.open();
    const request = this.submitted++;
    tally.count('rejected');
    departures.tell({ request, arrivedAt: now, leftAt: now, outcome: 'rejected', promptTokens });
  }

  private room(): number {
    return this.settings.maxQueueSize - this.parts.queued() - this.arriving - this.reserved;
  }
}
