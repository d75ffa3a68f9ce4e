import { ArgumentError, type DecisionLog, NO_BATCH, type Outcome } from '../core/index.js';

/**
 * What became of one request, as instants (ms). It waited from `arrivedAt` to `waitedUntil`: blocked until
 * `blockedUntil`, then forming.
 */
export interface RequestSpan {
  readonly request: number;
  readonly outcome: Outcome;
  readonly arrivedAt: number;
  readonly blockedUntil: number;
  /** When its batch started, or when it left without having started. NaN while it still waits. */
  readonly waitedUntil: number;
  /** Its row of a batch; null if it never started. */
  readonly row: RowSpan | null;
}

/** A row generated its own tokens from `startedAt` to `finishedAt`; then its slot was held until `batchEndedAt`. */
export interface RowSpan {
  readonly batch: number;
  /** The engine of its batch, from 0. */
  readonly engine: number;
  /** Its place in the batch, from 0. */
  readonly slot: number;
  readonly startedAt: number;
  /** Its own last token, or the instant at which it left without an answer. NaN while it runs. */
  readonly finishedAt: number;
  /** NaN while the batch runs. */
  readonly batchEndedAt: number;
}

export interface SpanWindow {
  /** The first request, an integer ≥ 0 (default 0). */
  readonly from?: number;
  /** How many requests, an integer ≥ 0 (default 100). Fewer come back where the log ends. */
  readonly count?: number;
}

/**
 * The spans of a window of requests, in arrival order.
 * @throws ArgumentError for a window that is not made of whole numbers ≥ 0
 */
export function timelineSpans(log: DecisionLog, { from = 0, count = 100 }: SpanWindow = {}): RequestSpan[] {
  for (const [name, value] of Object.entries({ from, count })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new ArgumentError(`timeline window: expected ${name} to be a whole number ≥ 0, got ${value}`);
    }
  }
  const slots = new SlotFinder(log);
  const spans: RequestSpan[] = [];
  for (let request = from; request < Math.min(from + count, log.requestCount); request++) {
    spans.push(spanOf(log, request, slots));
  }
  return spans;
}

function spanOf(log: DecisionLog, request: number, slots: SlotFinder): RequestSpan {
  const { requests, batches } = log;
  const outcome = log.outcomeOf(request);
  const arrivedAt = requests.arrivedAt[request]!;
  const finishedAt = requests.finishedAt[request]!;
  const batch = requests.batch[request]!;
  const waited = { blockedUntil: log.blockedUntil(request), waitedUntil: log.waitedUntil(request) };
  if (batch === NO_BATCH) return { request, outcome, arrivedAt, ...waited, row: null };
  return {
    request,
    outcome,
    arrivedAt,
    ...waited,
    row: {
      batch,
      engine: log.engineOf(batch),
      slot: slots.slotOf(request, batch),
      startedAt: batches.startedAt[batch]!,
      finishedAt,
      batchEndedAt: batches.endedAt[batch]!,
    },
  };
}

/** Looks up slots; remembers one batch, since neighbors in arrival order mostly share theirs. */
class SlotFinder {
  private batch = NO_BATCH;
  private readonly slots = new Map<number, number>();

  constructor(private readonly log: DecisionLog) {}

  slotOf(request: number, batch: number): number {
    if (batch !== this.batch) {
      this.slots.clear();
      this.log.membersOf(batch).forEach((member, slot) => this.slots.set(member, slot));
      this.batch = batch;
    }
    return this.slots.get(request)!;
  }
}
