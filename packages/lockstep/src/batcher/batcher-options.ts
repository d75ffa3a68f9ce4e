import type { DecisionRecord, WaitRule } from '../core/index.js';
import type { BatchContext } from './batch-context.js';
import type { CancelSignal } from './cancel-signal.js';

/** `Answer` is what `context.answer` takes: `Output`, where the types are stated. See `createBatcher`. */
export interface BatcherOptions<Item, Output, Part = never, Answer = Output> {
  /**
   * Runs a batch to completion. Resolves with one output per item, in order; an `Error` in an output's place (of any
   * realm) rejects that item alone, and a promise there is awaited. When it throws, or answers with another number of
   * outputs, the batch is split and re-run until every failing item has failed alone (see `maxReruns`). An
   * `EngineDownError` ends the batch without a re-run, a `BatchTooLargeError` has its items run in batches of the size
   * that it names.
   */
  readonly run: (items: Item[], context: BatchContext<Answer, Part>) => Promise<readonly (Output | Error)[]>;
  /** Most items in one batch: an integer ≥ 1, or Infinity. */
  readonly maxBatchSize: number;
  /** How long a batch that is not full is held open: a wait rule, or milliseconds, which mean `oldest` (default 50). */
  readonly wait?: WaitRule | number;
  /** Most items that may wait, counting all that have not started: an integer ≥ 1, or Infinity (the default). */
  readonly maxQueueSize?: number;
  /** Only items with equal keys share a batch (default: all may). Refused with a rule that counts: see `createBatcher`. */
  readonly key?: (item: Item) => string;
  /**
   * When answers leave: `request` at their own end, as soon as the run tells it (`context.answer`); parts as they come
   * (`context.emit`). `batch` holds all of it until the batch ends. Default `request`.
   */
  readonly release?: 'request' | 'batch';
  /**
   * Most re-runs that are spent on one failed batch: an integer ≥ 0, or Infinity (the default); 0 turns them off. Those
   * that follow a `BatchTooLargeError` do not count.
   */
  readonly maxReruns?: number;
  /**
   * A run that takes longer is aborted, and counts as failed; when a batch and both its halves take longer, nothing more
   * of it is run: milliseconds > 0, or Infinity (the default).
   */
  readonly runTimeoutMs?: number;
  /** How long a run may take to settle after it was aborted before it is given up: milliseconds ≥ 0 (default 1000). */
  readonly abortGraceMs?: number;
  /** Reject on submission an item whose deadline cannot be met, going by the batches so far (default false). */
  readonly refuseLate?: boolean;
  /** Sizes of items and outputs for the decision records: tokens, integers ≥ 0 (default: 1 and 1). */
  readonly measure?: {
    readonly promptTokens: (item: Item) => number;
    readonly outputTokens: (output: Output) => number;
  };
}

export interface SubmitOptions<Part> {
  /** Withdraws the item: `submit` rejects with the signal's reason. */
  readonly signal?: CancelSignal | undefined;
  /**
   * After how long the answer is of no use any more: milliseconds ≥ 0, or Infinity (the default). `submit` then rejects
   * with a DeadlineError: an item that still waits is never run, the row of one that runs is cancelled.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * From when on the answer is of no use any more: an instant of `performance.now()` (ms), or a `Date`; one that has passed
   * is allowed (default: none). With `timeoutMs` too, the earlier of both holds.
   */
  readonly deadlineAt?: number | Date | undefined;
  /**
   * Takes parts of the output as they come. A row whose parts have been handed over is never re-run. When it throws, or
   * returns a promise that rejects before the item is answered, the item rejects with that error.
   */
  readonly onPart?: ((part: Part) => void) | undefined;
  /**
   * What the item comes from, by names of your choice, such as the address of its sender (default: none). When an item
   * fails alone in a batch whose other items are answered, its origins are remembered for a minute, at most 1000 of them;
   * meanwhile items of such an origin share batches only with one another. No effect under a rule that counts.
   */
  readonly origins?: readonly string[] | undefined;
}

export interface StreamOptions extends Omit<SubmitOptions<never>, 'onPart'> {
  /**
   * Most parts that may wait unread; when one more comes, the item fails with an UnreadPartsError: an integer ≥ 1, or
   * Infinity (default 10,000, and Infinity under `release: 'batch'`, where all parts come at once).
   */
  readonly maxUnreadParts?: number | undefined;
}

export interface DrainOptions {
  /** What becomes of the items that wait: `finish` (the default) runs them, `reject` rejects them with a DrainingError. */
  readonly queued?: 'finish' | 'reject';
  /** After this long everything unanswered is rejected and the running batch aborted: milliseconds ≥ 0 (default Infinity). */
  readonly timeoutMs?: number;
}

/** What a batcher has done and holds, at one moment. Counts are since its start. */
export interface BatcherStats {
  readonly waiting: number;
  /** Items of the running batch that have not been answered. */
  readonly running: number;
  readonly submitted: number;
  readonly completed: number;
  /** Answered with an error of the run. */
  readonly failed: number;
  readonly rejected: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly batches: number;
  readonly reruns: number;
  /** Time in which a batch ran (ms). */
  readonly busyMs: number;
  /** Mean execution of the batches lately (ms); null before the first. */
  readonly executionMs: number | null;
  readonly draining: boolean;
}

/** An item that left without having been run. */
export interface Departure {
  readonly request: number;
  readonly arrivedAt: number;
  readonly leftAt: number;
  readonly outcome: 'rejected' | 'cancelled' | 'expired';
  readonly promptTokens: number;
}

export interface BatcherEvents {
  /** A batch has ended. */
  batch: [record: DecisionRecord];
  /** An item left without having been run. Together with `batch`, everything that was submitted is told once. */
  departure: [departure: Departure];
}
