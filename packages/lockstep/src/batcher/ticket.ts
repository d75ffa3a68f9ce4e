import type { ArrivedFact, Outcome, RequestTerms } from '../core/index.js';
import type { CancelSignal } from './cancel-signal.js';

/** What an item asks for besides an answer: of the scheduler, and of the batcher alone. */
export interface Terms<Part> extends Omit<RequestTerms, 'promptTokens'> {
  readonly signal: CancelSignal | undefined;
  readonly onPart: ((part: Part) => void) | undefined;
  readonly origins: readonly string[] | undefined;
}

/** For the many that ask for nothing else. */
export const NO_TERMS: Terms<unknown> = {
  deadlineAt: undefined,
  key: undefined,
  signal: undefined,
  onPart: undefined,
  origins: undefined,
};

/** What a run tells of a row before it returns, and what is kept back of it. */
export interface RowProgress<Output, Part> {
  firstTokenAt: number | null;
  /** Null also for a row that had its last token when its batch ended. */
  finishedAt: number | null;
  /** Whether parts of its output have left: they cannot be taken back, so it is never run again. */
  emitted: boolean;
  /** What is kept back until the batch ends. */
  heldParts: Part[] | null;
  heldOutput: Output | Error | undefined;
}

const NOTHING_TOLD: RowProgress<never, never> = Object.freeze({
  firstTokenAt: null,
  finishedAt: null,
  emitted: false,
  heldParts: null,
  heldOutput: undefined,
});

/**
 * What stays of one submitted item until it has been answered and its batch has ended. It is also the fact that tells
 * the scheduler of its arrival: one object less for every item. What few items need stands in objects of its own, which
 * are shared by those that do not: memory is most of what an item costs.
 */
export class Ticket<Item, Output, Part> implements ArrivedFact {
  /** What `submit` answers. */
  readonly promise: Promise<Output>;
  private resolve!: (output: Output) => void;
  private reject!: (reason: unknown) => void;
  outcome: Outcome = 'pending';
  /** Whether `submit` has been answered, one way or the other. */
  settled = false;
  /** Whether its batch has started. */
  running = false;
  /** Whether the run has said its last about it. */
  answered = false;
  /** Of its answer; without one, the parts that came. */
  outputTokens = 0;
  /** To be read; `progress()` is to be written. */
  told: Readonly<RowProgress<Output, Part>> = NOTHING_TOLD as RowProgress<Output, Part>;

  constructor(
    readonly request: number,
    readonly item: Item,
    readonly arrivedAt: number,
    readonly promptTokens: number,
    private readonly terms: Terms<Part>,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get type(): 'arrived' {
    return 'arrived';
  }

  get deadlineAt(): number | undefined {
    return this.terms.deadlineAt;
  }

  get key(): string | undefined {
    return this.terms.key;
  }

  get level(): number | undefined {
    return this.terms.level;
  }

  get tenant(): string | undefined {
    return this.terms.tenant;
  }

  get expectedOutputTokens(): number | undefined {
    return this.terms.expectedOutputTokens;
  }

  get background(): boolean | undefined {
    return this.terms.background;
  }

  get signal(): CancelSignal | undefined {
    return this.terms.signal;
  }

  get onPart(): ((part: Part) => void) | undefined {
    return this.terms.onPart;
  }

  get origins(): readonly string[] | undefined {
    return this.terms.origins;
  }

  progress(): RowProgress<Output, Part> {
    if (this.told === NOTHING_TOLD) this.told = { ...NOTHING_TOLD };
    return this.told;
  }

  /** Its row failed together with others and is run once more. */
  forgetRun(): void {
    this.outputTokens = 0;
    if (this.told === NOTHING_TOLD) return;
    const progress = this.progress();
    progress.firstTokenAt = null;
    progress.heldParts = null;
  }

  fulfil(output: Output): void {
    this.settled = true;
    this.resolve(output);
  }

  refuse(reason: unknown): void {
    this.settled = true;
    this.reject(reason);
  }
}
