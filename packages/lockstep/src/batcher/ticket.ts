import type { ArrivedFact, Outcome } from '../core/index.js';

type Executor<T> = (resolve: (value: T) => void, reject: (reason: unknown) => void) => void;

let resolveNewest: (value: never) => void;
let rejectNewest: (reason: unknown) => void;

/** One executor for all promises: a closure for each would cost an item more than its promise. */
const remember: Executor<never> = (resolve, reject) => {
  resolveNewest = resolve;
  rejectNewest = reject;
};

/**
 * What stays of one submitted item until it has been answered and its batch has ended. It is also the fact that tells
 * the scheduler of its arrival: one object less for every item.
 */
export class Ticket<Item, Output, Part> implements ArrivedFact {
  readonly type = 'arrived';
  /** What `submit` answers. */
  readonly promise: Promise<Output>;
  private readonly resolve: (output: Output) => void;
  private readonly reject: (reason: unknown) => void;
  deadlineAt?: number;
  key?: string;
  outcome: Outcome = 'pending';
  /** Whether `submit` has been answered, one way or the other. */
  settled = false;
  /** Whether its batch has started. */
  running = false;
  firstTokenAt: number | null = null;
  /** Null also for a row that had its last token when its batch ended. */
  finishedAt: number | null = null;
  /** Of its answer; without one, the parts that came. */
  outputTokens = 0;
  /** Whether parts of its output have left: they cannot be taken back, so it is never run again. */
  emitted = false;
  /** Whether the run has said its last about it. */
  answered = false;
  /** What is kept back until the batch ends. */
  heldParts: Part[] | null = null;
  heldOutput: Output | Error | undefined = undefined;
  /** Called once when it is settled. */
  onSettled: (() => void) | null = null;

  constructor(
    readonly request: number,
    readonly item: Item,
    readonly arrivedAt: number,
    readonly promptTokens: number,
    readonly onPart: ((part: Part) => void) | undefined,
  ) {
    this.promise = new Promise(remember as Executor<Output>);
    this.resolve = resolveNewest as (output: Output) => void;
    this.reject = rejectNewest;
  }

  /** Its row failed together with others and is run once more. */
  forgetRun(): void {
    this.firstTokenAt = null;
    this.outputTokens = 0;
    this.heldParts = null;
  }

  fulfil(output: Output): void {
    if (this.settle()) this.resolve(output);
  }

  refuse(reason: unknown): void {
    if (this.settle()) this.reject(reason);
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.onSettled?.();
    return true;
  }
}
