import { ConfigurationError } from './errors.js';
import type { Fill } from './fill.js';
import { byRank, type OpenOrder, type Order, type OrderedQueue, type WaitingRequest } from './order.js';
import type { RequestTerms } from './request-terms.js';

/** What a batch is chosen by, in one scheduler that has an order or a fill. */
export class Policy {
  /** How many of the first requests in order are looked at. */
  readonly window: number;
  private readonly order: OpenOrder;

  private constructor(
    order: Order,
    readonly fill: Fill | null,
    readonly maxBatchSize: number,
  ) {
    this.order = order.open();
    this.window = fill === null ? maxBatchSize : windowOf(fill, maxBatchSize);
  }

  /** Null for first come, first served and in order: then queues are plain rings. */
  static of(order: Order | null, fill: Fill | null, maxBatchSize: number): Policy | null {
    if (order === null && fill === null) return null;
    return new Policy(order ?? byRank('fifo', ({ request }) => request), fill, maxBatchSize);
  }

  get ranksChange(): boolean {
    return this.order.ranksChange;
  }

  /** The requests of one key. */
  selection(): Selection {
    return new Selection(this.order.queue(), this);
  }
}

/** The waiting requests of one key in order, and the choice of a batch among them. */
export class Selection {
  private readonly waiting = new Map<number, WaitingRequest>();

  constructor(
    private readonly queue: OrderedQueue,
    private readonly policy: Policy,
  ) {}

  /** See OrderedQueue. */
  get firstRank(): number {
    return this.queue.firstRank;
  }

  /** Id of the first request in order; NaN when none waits. */
  get firstId(): number {
    return this.queue.first?.request ?? NaN;
  }

  push(request: number, arrivedAt: number, terms: RequestTerms): void {
    const waiting = { request, arrivedAt, terms };
    this.waiting.set(request, waiting);
    this.queue.push(waiting);
  }

  /** @param request that waits here */
  withdraw(request: number): void {
    this.queue.withdraw(this.waiting.get(request)!);
    this.waiting.delete(request);
  }

  /** Takes a batch out: ids in the order of its slots. At least one request waits. */
  takeBatch(): number[] {
    const { fill, window, maxBatchSize } = this.policy;
    const candidates = this.queue.peek(window);
    const chosen = fill === null ? candidates : checked(fill, candidates, maxBatchSize);
    this.queue.take(chosen);
    return chosen.map(({ request }) => {
      this.waiting.delete(request);
      return request;
    });
  }
}

function windowOf(fill: Fill, maxBatchSize: number): number {
  const window = fill.window(maxBatchSize);
  if (window === Infinity || (Number.isSafeInteger(window) && window >= 1)) return window;
  throw new ConfigurationError(
    `fill ${fill.name}: expected a whole number ≥ 1 or Infinity as its window, got ${window}`,
  );
}

function checked(
  fill: Fill,
  candidates: readonly WaitingRequest[],
  maxBatchSize: number,
): readonly WaitingRequest[] {
  const chosen = fill.choose(candidates, maxBatchSize);
  const distinct = new Set(chosen);
  const isChoice =
    distinct.size === chosen.length &&
    chosen.length <= maxBatchSize &&
    distinct.has(candidates[0]!) &&
    chosen.every((each) => candidates.includes(each));
  if (isChoice) return chosen;
  throw new ConfigurationError(
    `fill ${fill.name}: expected at most ${maxBatchSize} of its candidates, each once and the first among them, got ` +
      `requests ${chosen.map((each) => each?.request).join(', ')} of ${candidates.map(({ request }) => request).join(', ')}`,
  );
}
