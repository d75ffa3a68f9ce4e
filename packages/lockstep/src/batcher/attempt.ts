import { setMaxListeners } from 'node:events';
import { ArgumentError } from '../core/index.js';
import type { BatchContext } from './batch-context.js';
import { shown } from './foreign-values.js';
import type { Ticket } from './ticket.js';

/** What a run tells about its rows while it goes on. */
export interface RowListener<T, Output, Part> {
  emit(ticket: T, part: Part): void;
  answer(ticket: T, output: Output | Error): void;
}

/**
 * One call of `run`, over a batch or over a part of one that failed. Signals are made when they are looked at: most
 * runs look at none, and they cost more than all else here.
 */
export class Attempt<Item, Output, Part> implements BatchContext<Output, Part> {
  private whole: AbortController | null = null;
  private rows: ReadonlyMap<Ticket<Item, Output, Part>, AbortController> | null = null;
  private rowSignals: readonly AbortSignal[] = [];
  private abortReason: { readonly reason: unknown } | null = null;
  /** Set once the run was aborted or is not waited for any more: what it says then is ignored. */
  private over = false;
  /** All tickets before this place are settled. */
  private settledBefore = 0;

  /** Bound, as all of a context is: a run may take them out of it. */
  readonly emit = (row: number, part: Part): void => {
    const ticket = this.ticketOf(row);
    if (!this.over) this.listener.emit(ticket, part);
  };

  readonly answer = (row: number, output: Output | Error): void => {
    const ticket = this.ticketOf(row);
    if (!this.over) this.listener.answer(ticket, output);
  };

  readonly isWanted = (row: number): boolean => !this.ticketOf(row).settled;

  constructor(
    readonly tickets: readonly Ticket<Item, Output, Part>[],
    private readonly listener: RowListener<Ticket<Item, Output, Part>, Output, Part>,
  ) {}

  get signal(): AbortSignal {
    if (this.whole === null) {
      this.whole = new AbortController();
      // A run may listen once for each of its rows, however many they are: that is no leak.
      setMaxListeners(0, this.whole.signal);
      if (this.abortReason !== null) this.whole.abort(this.abortReason.reason);
    }
    return this.whole.signal;
  }

  get signals(): readonly AbortSignal[] {
    if (this.rows === null) {
      this.rows = new Map(this.tickets.map((ticket) => [ticket, new AbortController()]));
      for (const [ticket, controller] of this.rows) if (ticket.settled) controller.abort();
      this.rowSignals = [...this.rows.values()].map(({ signal }) => signal);
    }
    return this.rowSignals;
  }

  /** Whether none of its rows is wanted any more. */
  get isUnwanted(): boolean {
    while (this.tickets[this.settledBefore]?.settled === true) this.settledBefore++;
    return this.settledBefore === this.tickets.length;
  }

  abort(reason: unknown): void {
    if (this.abortReason !== null) return;
    this.abortReason = { reason };
    this.over = true;
    this.whole?.abort(reason);
  }

  /** The row of this ticket is not wanted any more. */
  withdraw(ticket: Ticket<Item, Output, Part>): void {
    this.rows?.get(ticket)?.abort();
  }

  close(): void {
    this.over = true;
  }

  private ticketOf(row: number): Ticket<Item, Output, Part> {
    const ticket = this.tickets[row];
    if (ticket !== undefined) return ticket;
    throw new ArgumentError(`row: expected a place from 0 to ${this.tickets.length - 1}, got ${shown(row)}`);
  }
}
