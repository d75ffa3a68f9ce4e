import { ArgumentError } from '../core/index.js';
import { UnreadPartsError } from './errors.js';
import { shown } from './foreign-values.js';

/** Most parts that wait unread, where a stream says nothing else. */
const MOST_UNREAD_PARTS = 10_000;

/** Submits the item of a stream, and takes it back. */
export interface StreamedItem<Output, Part> {
  submit(onPart: (part: Part) => void): Promise<Output>;
  /** Without effect once the item has been settled. */
  cancel(reason: unknown): void;
}

/**
 * The parts of one item's output, as they come. A batch goes on for all of its rows together and cannot wait for one
 * reader: parts that are not read yet are kept, up to a limit. To leave the loop early cancels the item.
 */
export class PartStream<Output, Part> implements AsyncIterableIterator<Part, void, undefined> {
  /**
   * The item's output, as `submit` would give it; it rejects with what ends the iteration. It need not be awaited: its
   * rejection is never unhandled.
   */
  readonly output: Promise<Output>;
  private unread: Part[] = [];
  /** Parts that have come and have not been read. */
  private unreadCount = 0;
  private end: { readonly failure: { readonly reason: unknown } | null } | null = null;
  /** Lets the reader that waits look again; null while none waits. */
  private wake: (() => void) | null = null;
  private readonly parts = this.read();

  /** @param mostUnread most parts that may wait unread: an integer ≥ 1, or Infinity */
  constructor(
    private readonly item: StreamedItem<Output, Part>,
    private readonly mostUnread: number,
  ) {
    this.output = item.submit((part) => this.take(part));
    this.output.then(
      () => this.finish(null),
      (reason: unknown) => this.finish({ reason }),
    );
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Part, void>> {
    return this.parts.next();
  }

  /** Ends the iteration, and cancels the item unless it has been answered. A loop that is left early calls it. */
  return(): Promise<IteratorResult<Part, void>> {
    this.unread = [];
    this.unreadCount = 0;
    this.finish(null);
    this.item.cancel(new DOMException('the stream was left before its end', 'AbortError'));
    return this.parts.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private async *read(): AsyncGenerator<Part, void, undefined> {
    for (;;) {
      const { unread } = this;
      this.unread = [];
      for (const part of unread) {
        if (this.unreadCount === 0) return;
        this.unreadCount--;
        yield part;
      }
      if (this.unreadCount > 0) continue;
      if (this.end !== null) {
        if (this.end.failure !== null) throw this.end.failure.reason;
        return;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** @throws UnreadPartsError, which fails the item */
  private take(part: Part): void {
    if (this.end !== null) return;
    if (this.unreadCount >= this.mostUnread) {
      throw new UnreadPartsError(
        `stream: expected at most ${this.mostUnread} parts that wait unread (maxUnreadParts), got one more`,
      );
    }
    this.unread.push(part);
    this.unreadCount++;
    this.wakeReader();
  }

  private finish(failure: { readonly reason: unknown } | null): void {
    this.end ??= { failure };
    this.wakeReader();
  }

  private wakeReader(): void {
    this.wake?.();
    this.wake = null;
  }
}

/**
 * @param holdsParts whether all parts come at once, when the batch ends: no reader could then keep below a limit
 * @throws ArgumentError for anything but an integer ≥ 1, Infinity or undefined
 */
export function mostUnreadParts(maxUnreadParts: unknown, holdsParts: boolean): number {
  const most = maxUnreadParts ?? (holdsParts ? Infinity : MOST_UNREAD_PARTS);
  if (most === Infinity || (Number.isSafeInteger(most) && (most as number) >= 1)) return most as number;
  throw new ArgumentError(`maxUnreadParts: expected a whole number ≥ 1 or Infinity, got ${shown(most)}`);
}
