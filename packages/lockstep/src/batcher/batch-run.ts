import { inspect } from 'node:util';
import type { CloseReason, Rerun } from '../core/index.js';
import { Attempt, type RowListener } from './attempt.js';
import { type Failure, isolate, type Isolation } from './isolate.js';
import type { BatcherOptions } from './options.js';
import { type AttemptEnd, type Limits, runAttempt } from './run-attempt.js';
import type { Settings } from './settings.js';
import { surface } from './tell.js';
import type { Ticket } from './ticket.js';

/** What a batch needs of its batcher. */
export interface BatchRunOptions<Item, Output, Part> extends Limits {
  readonly run: BatcherOptions<Item, Output, Part>['run'];
  /** Whether answers and parts are held until the batch ends. */
  readonly holdsAnswers: boolean;
  readonly maxReruns: number;
  readonly outputTokens: (output: Output) => number;
  /** Called once for each ticket that the run has settled, with an answer or an error. */
  readonly settled: (ticket: Ticket<Item, Output, Part>) => void;
}

export function runOptionsOf<Item, Output, Part>(
  { run, release, maxReruns, runTimeoutMs, abortGraceMs, outputTokens }: Settings<Item, Output, Part>,
  settled: BatchRunOptions<Item, Output, Part>['settled'],
): BatchRunOptions<Item, Output, Part> {
  const holdsAnswers = release === 'batch';
  return { run, holdsAnswers, maxReruns, runTimeoutMs, abortGraceMs, outputTokens, settled };
}

/** How the scheduler started it. */
export interface BatchStart {
  readonly batch: number;
  readonly startedAt: number;
  readonly reason: CloseReason;
  readonly engineFreeAt: number;
}

/**
 * A batch on the engine, from its start until every row has its answer: the run of the whole batch and, if that fails,
 * runs of its parts until the guilty item stands alone.
 */
export class BatchRun<Item, Output, Part>
  implements RowListener<Ticket<Item, Output, Part>, Output, Part>, Isolation<Ticket<Item, Output, Part>>
{
  readonly reruns: Rerun[] = [];
  private attempt: Attempt<Item, Output, Part> | null = null;
  /** Aborts the attempt; null while `run` is being called, too. */
  private stop: ((reason: unknown) => void) | null = null;
  private abortReason: { readonly reason: unknown } | null = null;
  /** All tickets before this place are settled. */
  private settledBefore = 0;
  /** Made when it is first looked at. */
  private byRequest: ReadonlyMap<number, Ticket<Item, Output, Part>> | null = null;

  constructor(
    readonly start: BatchStart,
    readonly tickets: readonly Ticket<Item, Output, Part>[],
    private readonly options: BatchRunOptions<Item, Output, Part>,
  ) {}

  /**
   * Runs it to its end.
   * @param finished called once, when every ticket is settled
   */
  begin(finished: () => void): void {
    this.call(this.tickets, (failure) => {
      if (failure === null) return this.finish(finished);
      const alone = this.tickets.length === 1;
      isolate(this.pending(this.tickets), failure, alone, this)
        // Without this, rows would stay pending and the batch would never end.
        .catch((error: unknown) => this.fail(this.pending(this.tickets), error))
        .finally(() => this.finish(finished))
        .catch(surface);
    });
  }

  ticketOf(request: number): Ticket<Item, Output, Part> | undefined {
    this.byRequest ??= new Map(this.tickets.map((ticket) => [ticket.request, ticket]));
    return this.byRequest.get(request);
  }

  /** Nobody wants the row of this ticket any more; the caller has settled it. */
  withdraw(ticket: Ticket<Item, Output, Part>): void {
    this.attempt?.withdraw(ticket);
    while (this.tickets[this.settledBefore]?.settled === true) this.settledBefore++;
    if (this.settledBefore < this.tickets.length) return;
    this.abort(new DOMException('nobody wants an answer of this batch any more', 'AbortError'));
  }

  /** Stops the run as soon as the engine can; whoever has no answer by then gets the reason. */
  abort(reason: unknown): void {
    this.abortReason ??= { reason };
    this.stop?.(reason);
  }

  emit(ticket: Ticket<Item, Output, Part>, part: Part): void {
    if (ticket.settled || ticket.answered) return;
    const progress = ticket.progress();
    progress.firstTokenAt ??= performance.now();
    ticket.outputTokens++;
    if (ticket.onPart === undefined) return;
    if (this.options.holdsAnswers) {
      (progress.heldParts ??= []).push(part);
    } else {
      progress.emitted = true;
      this.handOver(ticket, part);
    }
  }

  answer(ticket: Ticket<Item, Output, Part>, output: Output | Error): void {
    if (ticket.settled || ticket.answered) return;
    ticket.progress().finishedAt = performance.now();
    this.take(ticket, output);
  }

  pending(tickets: readonly Ticket<Item, Output, Part>[]): readonly Ticket<Item, Output, Part>[] {
    return tickets.filter((ticket) => !ticket.settled && !ticket.answered);
  }

  mayRerun(): boolean {
    return this.abortReason === null && this.reruns.length < this.options.maxReruns;
  }

  async rerun(tickets: readonly Ticket<Item, Output, Part>[]): Promise<Failure | null> {
    const startedAt = performance.now();
    for (const ticket of tickets) ticket.forgetRun();
    const failure = await new Promise<Failure | null>((resolve) => this.call(tickets, resolve));
    const endedAt = performance.now();
    for (const ticket of tickets) if (ticket.answered) ticket.progress().finishedAt ??= endedAt;
    this.reruns.push({
      startedAt,
      endedAt,
      members: tickets.map(({ request }) => request),
      failed: failure !== null,
    });
    return failure;
  }

  fail(tickets: readonly Ticket<Item, Output, Part>[], error: unknown): void {
    const reason = this.abortReason === null ? error : this.abortReason.reason;
    for (const ticket of tickets) this.answer(ticket, asError(reason));
  }

  /** One call of `run`; it ends with null when all its rows were answered. */
  private call(
    tickets: readonly Ticket<Item, Output, Part>[],
    ended: (failure: Failure | null) => void,
  ): void {
    const attempt = new Attempt(tickets, this);
    // A row may be withdrawn from within the call of `run` itself, …
    this.attempt = attempt;
    const stop = runAttempt(this.options.run, attempt, this.options, (end) => {
      this.attempt = null;
      this.stop = null;
      ended(end.type === 'outputs' ? this.takeAll(tickets, end.outputs) : this.failed(tickets, end));
    });
    this.stop = stop;
    // … and the whole aborted.
    if (this.abortReason !== null) stop(this.abortReason.reason);
  }

  private takeAll(
    tickets: readonly Ticket<Item, Output, Part>[],
    outputs: readonly (Output | Error)[],
  ): null {
    for (let row = 0; row < tickets.length; row++) {
      const ticket = tickets[row]!;
      if (!ticket.settled && !ticket.answered) this.take(ticket, outputs[row]!);
    }
    return null;
  }

  private failed(
    tickets: readonly Ticket<Item, Output, Part>[],
    { type, error }: Exclude<AttemptEnd<Output>, { type: 'outputs' }>,
  ): Failure {
    // What has left cannot be taken back: these rows are not run again.
    this.fail(
      tickets.filter(({ told }) => told.emitted),
      error,
    );
    return { error, final: type === 'given-up' };
  }

  private finish(finished: () => void): void {
    if (this.options.holdsAnswers) for (const ticket of this.tickets) this.release(ticket);
    finished();
  }

  private take(ticket: Ticket<Item, Output, Part>, output: Output | Error): void {
    const answer = this.measured(ticket, output);
    // The measure may have cancelled its item.
    if (ticket.settled) return;
    ticket.answered = true;
    ticket.outcome = answer instanceof Error ? 'failed' : 'completed';
    if (this.options.holdsAnswers) ticket.progress().heldOutput = answer;
    else this.settle(ticket, answer);
  }

  /** A measure of the user's that throws fails the row that it was to measure, not the batch. */
  private measured(ticket: Ticket<Item, Output, Part>, output: Output | Error): Output | Error {
    if (output instanceof Error) return output;
    try {
      ticket.outputTokens = this.options.outputTokens(output);
      return output;
    } catch (error) {
      return asError(error);
    }
  }

  /** Hands over what was held of a ticket, parts first. */
  private release(ticket: Ticket<Item, Output, Part>): void {
    const { heldParts, heldOutput } = ticket.told;
    for (const part of heldParts ?? []) this.handOver(ticket, part);
    if (!ticket.settled) this.settle(ticket, heldOutput as Output | Error);
  }

  private settle(ticket: Ticket<Item, Output, Part>, output: Output | Error): void {
    if (output instanceof Error) ticket.refuse(output);
    else ticket.fulfil(output);
    this.options.settled(ticket);
  }

  /**
   * A callback that throws fails its own item: the rest of the batch knows nothing of it. One that has cancelled its item
   * before has said so already.
   */
  private handOver(ticket: Ticket<Item, Output, Part>, part: Part): void {
    if (ticket.settled) return;
    try {
      ticket.onPart!(part);
    } catch (error) {
      if (ticket.settled) return;
      ticket.outcome = 'failed';
      ticket.progress().finishedAt = performance.now();
      ticket.refuse(error);
      this.options.settled(ticket);
      this.withdraw(ticket);
    }
  }
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  return new Error(`run threw ${typeof error === 'string' ? error : inspect(error)}`, { cause: error });
}
