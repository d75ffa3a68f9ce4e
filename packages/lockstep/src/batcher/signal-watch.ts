import { ArgumentError } from '../core/index.js';
import type { CancelSignal } from './cancel-signal.js';
import { shown } from './foreign-values.js';

/** The items of one signal that are to be told when it is aborted. */
class Watched<T> {
  readonly items = new Set<T>();
  /** Set when the signal was aborted: whatever it says then is not heard any more. */
  isOver = false;
  listener: () => void = () => {};
}

/**
 * Watches the signals of items, with one listener per signal: many items may share one, and Node warns of a leak when
 * a signal has many listeners. A signal need not be Node's own: what it does when it is called is not relied upon.
 */
export class SignalWatch<T> {
  private readonly watched = new Map<CancelSignal, Watched<T>>();

  /**
   * @param aborted called for every item whose signal is aborted while it is watched
   * @param faulty told what a signal threw when its listener was taken off
   */
  constructor(
    private readonly aborted: (item: T, reason: unknown) => void,
    private readonly faulty: (error: unknown) => void,
  ) {}

  /**
   * Begins to listen to a signal. All that may run code of the signal's owner happens here, before there is an item; the
   * caller then adds its item to what this returns, or calls `unwatch`.
   * @throws the signal's reason when it is aborted, or what its `addEventListener` throws
   */
  open(signal: CancelSignal): Set<T> {
    if (signal.aborted) throw reasonOf(signal);
    const known = this.watched.get(signal);
    if (known !== undefined) return known.items;
    const watched = new Watched<T>();
    watched.listener = () => this.abort(signal, watched);
    this.watched.set(signal, watched);
    try {
      signal.addEventListener('abort', watched.listener, { once: true });
      // It may have been aborted by what it did itself, and says so once only.
      if (signal.aborted) this.abort(signal, watched);
    } catch (error) {
      this.forget(signal, watched);
      throw error;
    }
    if (watched.isOver) throw reasonOf(signal);
    return watched.items;
  }

  unwatch(signal: CancelSignal, item?: T): void {
    const watched = this.watched.get(signal);
    if (watched === undefined) return;
    if (item !== undefined) watched.items.delete(item);
    if (watched.items.size > 0) return;
    this.forget(signal, watched);
    try {
      signal.removeEventListener('abort', watched.listener);
    } catch (error) {
      this.faulty(error);
    }
  }

  private abort(signal: CancelSignal, watched: Watched<T>): void {
    if (watched.isOver) return;
    watched.isOver = true;
    this.forget(signal, watched);
    const reason = watched.items.size === 0 ? undefined : reasonOf(signal);
    for (const item of watched.items) this.aborted(item, reason);
  }

  private forget(signal: CancelSignal, watched: Watched<T>): void {
    if (this.watched.get(signal) === watched) this.watched.delete(signal);
  }
}

/**
 * A signal as a caller has passed it, seen to be one.
 * @throws ArgumentError for anything else
 */
export function checkedSignal(signal: unknown): CancelSignal {
  if (signal instanceof AbortSignal) return signal;
  const { aborted, addEventListener, removeEventListener } = Object(signal) as Partial<CancelSignal>;
  const listens = typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (listens && typeof aborted === 'boolean') return signal as CancelSignal;
  const isController = 'abort' in (Object(signal) as object) && 'signal' in (Object(signal) as object);
  throw new ArgumentError(
    'signal: expected an AbortSignal, or an object with aborted, reason, addEventListener and removeEventListener, got ' +
      (isController ? 'an AbortController: pass its signal' : shown(signal)),
  );
}

/** Signals of before there were reasons have none. */
function reasonOf(signal: CancelSignal): unknown {
  try {
    const { reason } = signal;
    return reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
  } catch (error) {
    return error;
  }
}
