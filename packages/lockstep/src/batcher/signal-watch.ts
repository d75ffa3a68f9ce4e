import type { CancelSignal } from './cancel-signal.js';

/**
 * Watches the signals of items, with one listener per signal: many items may share one, and Node warns of a leak when
 * a signal has many listeners.
 */
export class SignalWatch<T> {
  private readonly watched = new Map<
    CancelSignal,
    { readonly items: Set<T>; readonly listener: () => void }
  >();

  /** @param aborted called for every item whose signal is aborted while it is watched */
  constructor(private readonly aborted: (item: T, reason: unknown) => void) {}

  watch(signal: CancelSignal, item: T): void {
    let watched = this.watched.get(signal);
    if (watched === undefined) {
      watched = { items: new Set(), listener: () => this.abort(signal) };
      this.watched.set(signal, watched);
      signal.addEventListener('abort', watched.listener, { once: true });
    }
    watched.items.add(item);
  }

  unwatch(signal: CancelSignal, item: T): void {
    const watched = this.watched.get(signal);
    if (watched === undefined || !watched.items.delete(item) || watched.items.size > 0) return;
    signal.removeEventListener('abort', watched.listener);
    this.watched.delete(signal);
  }

  private abort(signal: CancelSignal): void {
    const { items } = this.watched.get(signal)!;
    this.watched.delete(signal);
    for (const item of items) this.aborted(item, signal.reason);
  }
}
