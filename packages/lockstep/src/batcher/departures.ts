import type { EventEmitter } from 'node:events';
import type { BatcherEvents, Departure } from './batcher-options.js';
import { tell } from './tell.js';
import type { Ticket } from './ticket.js';

/** Items that have left without having been run; listeners are told of them at the end of the turn. */
export class Departures<Item, Output, Part> {
  private tickets: Ticket<Item, Output, Part>[] = [];

  constructor(private readonly batcher: EventEmitter<BatcherEvents>) {}

  /** @param ticket with its outcome, and the instant at which it left as `finishedAt` */
  add(ticket: Ticket<Item, Output, Part>): void {
    this.tickets.push(ticket);
  }

  /** A listener may do anything to the batcher; what leaves meanwhile is told of the next time. */
  tellAll(): void {
    const { tickets } = this;
    this.tickets = [];
    for (const { request, arrivedAt, promptTokens, told, outcome } of tickets) {
      this.tell({
        request,
        arrivedAt,
        leftAt: told.finishedAt!,
        outcome: outcome as Departure['outcome'],
        promptTokens,
      });
    }
  }

  /** Tells of one at once. */
  tell(departure: Departure): void {
    tell(this.batcher, 'departure', departure);
  }
}
