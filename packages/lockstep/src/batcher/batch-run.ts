import type { Rerun } from '../core/index.js';
import { Attempt, type RowListener } from './attempt.js';
import type { BatchRunOptions, BatchStart } from './batch-run-options.js';
import { RunError } from './errors.js';
import { asError, isError, isPromise, onRejection, shown, surface } from './foreign-values.js';
import { type FailedPart, type Failure, failureOf, isolate, type Isolation, NOT_RUN } from './isolate.js';
import { MISSING, runAttempt } from './run-attempt.js';
import type { Ticket } from './ticket.js';

/**
 * A batch on the engine, from its start until every row has its answer: the run of the whole batch and, if that fails,
 * runs of its parts until every failing item has failed alone.
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
  /** Re-runs that count towards `maxReruns`. */
  private countedReruns = 0;
  private readonly failedAlone: Ticket<Item, Output, Part>[] = [];
  private calling = false;
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
    const suspects = this.suspectsAmongOthers();
    const apart = new Set(suspects);
    const first = suspects === null ? this.tickets : this.tickets.filter((ticket) => !apart.has(ticket));
    this.call(first, (failure) => {
      if (failure === null && suspects === null) return this.finish(finished);
      this.isolate(first, failure, suspects)
        // Without this, rows would stay pending and the batch would never end.
        .catch((error: unknown) => this.fail(this.pending(this.tickets), error))
        .finally(() => this.finish(finished))
        .catch(surface);
    });
  }

  /** Whether `run` is being called at this moment, up to its first await, and nothing that it calls. */
  get isCalling(): boolean {
    return this.calling;
  }

  /** They came while their origin was not suspected yet: the others are run first, and without them. */
  private suspectsAmongOthers(): readonly Ticket<Item, Output, Part>[] | null {
    if (this.options.suspects.isEmpty) return null;
    const suspects = this.tickets.filter(({ origins }) => this.options.suspects.has(origins));
    return suspects.length === 0 || suspects.length === this.tickets.length ? null : suspects;
  }

  private isolate(
    first: readonly Ticket<Item, Output, Part>[],
    failure: Failure | null,
    suspects: readonly Ticket<Item, Output, Part>[] | null,
  ): Promise<void> {
    const parts: FailedPart<Ticket<Item, Output, Part>>[] = [];
    if (suspects !== null) parts.push({ rows: suspects, failure: NOT_RUN, alone: false });
    if (failure !== null) parts.push({ rows: first, failure, alone: first.length === 1 });
    // Of a batch of suspects most rows will fail: halves of it would fail as well.
    return isolate(parts, this.options.suspects.has(first[0]!.origins), this);
  }

  ticketOf(request: number): Ticket<Item, Output, Part> | undefined {
    this.byRequest ??= new Map(this.tickets.map((ticket) => [ticket.request, ticket]));
    return this.byRequest.get(request);
  }

  /** The row of this ticket is not wanted any more; the caller has settled it. */
  withdraw(ticket: Ticket<Item, Output, Part>): void {
    this.attempt?.withdraw(ticket);
    while (this.tickets[this.settledBefore]?.settled === true) this.settledBefore++;
    if (this.settledBefore === this.tickets.length) this.abort(unwanted());
    else if (this.attempt?.isUnwanted === true) this.stop?.(unwanted());
  }

  /** Stops the run as soon as the engine can; rows that have no answer by then get the reason. */
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
    this.take(ticket, isPromise(output) ? promiseRefused(output) : output);
  }

  pending(tickets: readonly Ticket<Item, Output, Part>[]): readonly Ticket<Item, Output, Part>[] {
    return tickets.filter((ticket) => !ticket.settled && !ticket.answered);
  }

  mayRerun(counts: boolean): boolean {
    return this.abortReason === null && (!counts || this.countedReruns < this.options.maxReruns);
  }

  async rerun(tickets: readonly Ticket<Item, Output, Part>[], counts: boolean): Promise<Failure | null> {
    if (counts) this.countedReruns++;
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

  failAlone(ticket: Ticket<Item, Output, Part>, error: unknown): void {
    if (this.abortReason === null) this.failedAlone.push(ticket);
    this.fail([ticket], error);
  }

  /** One call of `run`; it ends with null when all its rows were answered. */
  private call(
    tickets: readonly Ticket<Item, Output, Part>[],
    ended: (failure: Failure | null) => void,
  ): void {
    const attempt = new Attempt(tickets, this);
    // A row may be withdrawn from within the call of `run` itself, …
    this.attempt = attempt;
    this.calling = true;
    const stop = runAttempt(this.options.run, attempt, this.options, (end) => {
      this.attempt = null;
      this.stop = null;
      ended(
        end.type === 'outputs'
          ? this.takeAll(tickets, end.outputs)
          : this.failed(
              tickets,
              failureOf(this.reasonOf(end, attempt), tickets.length, end.type === 'given-up'),
            ),
      );
    });
    this.calling = false;
    this.stop = stop;
    // … and the whole aborted.
    if (this.abortReason !== null) stop(this.abortReason.reason);
    else if (attempt.isUnwanted) stop(unwanted());
  }

  /**
   * What other rows of the batch are told of a run that has ended without outputs. One that was stopped since all of its own
   * rows had left, and did not end then, is given up; the other rows get a reason of their own.
   */
  private reasonOf(
    end: { readonly type: 'failed' | 'given-up'; readonly error: unknown },
    attempt: Attempt<Item, Output, Part>,
  ): unknown {
    if (end.type !== 'given-up' || !attempt.isUnwanted || this.abortReason !== null) return end.error;
    return new RunError(`run: did not end within ${this.options.abortGraceMs} ms after it was aborted`);
  }

  /** Answers all rows that have an output; a row without one has failed. */
  private takeAll(
    tickets: readonly Ticket<Item, Output, Part>[],
    outputs: readonly (Output | Error | typeof MISSING)[],
  ): Failure | null {
    let missing = -1;
    for (let row = 0; row < tickets.length; row++) {
      const ticket = tickets[row]!;
      if (ticket.settled || ticket.answered) continue;
      const output = outputs[row]!;
      if (output !== MISSING) this.take(ticket, output);
      else if (missing === -1) missing = row;
    }
    if (missing === -1) return null;
    const size = tickets.length;
    return this.failed(
      tickets.filter((_, row) => outputs[row] === MISSING),
      failureOf(
        new RunError(`run: expected ${size} outputs, one for each item, got none in place ${missing}`),
        size,
      ),
    );
  }

  private failed(tickets: readonly Ticket<Item, Output, Part>[], failure: Failure): Failure {
    // What has left cannot be taken back: these rows are not run again.
    this.fail(
      tickets.filter(({ told }) => told.emitted),
      failure.error,
    );
    return failure;
  }

  private finish(finished: () => void): void {
    if (this.failedAlone.length > 0) this.tellFailedAlone();
    if (this.options.holdsAnswers) for (const ticket of this.tickets) this.release(ticket);
    finished();
  }

  /** Where no row was answered the fault may be the engine's, and says nothing of the rows. */
  private tellFailedAlone(): void {
    if (!this.tickets.some(({ outcome }) => outcome === 'completed')) return;
    for (const ticket of this.failedAlone) this.options.failedAlone(ticket);
  }

  private take(ticket: Ticket<Item, Output, Part>, output: Output | Error): void {
    const answer = this.measured(ticket, output);
    // The measure may have cancelled its item, or answered it.
    if (ticket.settled || ticket.answered) return;
    ticket.answered = true;
    ticket.outcome = isError(answer) ? 'failed' : 'completed';
    if (this.options.holdsAnswers) ticket.progress().heldOutput = answer;
    else this.settle(ticket, answer);
  }

  /** A measure of the user's that throws fails the row that it was to measure, not the batch. */
  private measured(ticket: Ticket<Item, Output, Part>, output: Output | Error): Output | Error {
    if (isError(output)) return output;
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
    if (isError(output)) ticket.refuse(output);
    else ticket.fulfil(output);
    this.options.settled(ticket);
  }

  /**
   * A callback that throws fails its own item: the rest of the batch knows nothing of it. One that has cancelled its item
   * before has said so already.
   */
  private handOver(ticket: Ticket<Item, Output, Part>, part: Part): void {
    if (ticket.settled) return;
    const { calling } = this;
    this.calling = false;
    try {
      const returned: unknown = ticket.onPart!(part);
      if (isPromise(returned)) onRejection(returned, (error) => this.partRejected(ticket, error));
    } catch (error) {
      this.partRefused(ticket, error);
    } finally {
      this.calling = calling;
    }
  }

  private partRefused(ticket: Ticket<Item, Output, Part>, error: unknown): void {
    if (ticket.settled) return;
    ticket.outcome = 'failed';
    ticket.progress().finishedAt = performance.now();
    ticket.refuse(error);
    this.options.settled(ticket);
    this.withdraw(ticket);
  }

  private partRejected(ticket: Ticket<Item, Output, Part>, error: unknown): void {
    if (!ticket.settled) return this.partRefused(ticket, error);
    const what = `onPart rejected after its item had been answered: ${shown(error)}`;
    this.options.warnings.warn('LOCKSTEP_ON_PART', what);
  }
}

function unwanted(): DOMException {
  return new DOMException('no answer of this batch is wanted any more', 'AbortError');
}

function promiseRefused(output: unknown): RunError {
  onRejection(output);
  return new RunError('answer: expected an output, got a promise; await it before');
}
