import { DrainingError } from './errors.js';
import type { DrainOptions } from './options.js';
import { isDuration } from './settings.js';

/** @throws RangeError for a timeout that is none, TypeError for another fate of what waits */
export function checkedDrain({
  queued = 'finish',
  timeoutMs = Infinity,
}: DrainOptions): Required<DrainOptions> {
  if (queued !== 'finish' && queued !== 'reject') {
    throw new TypeError(`queued: expected 'finish' or 'reject', got ${String(queued)}`);
  }
  if (!isDuration(timeoutMs, Infinity)) {
    throw new RangeError(`timeoutMs: expected milliseconds ≥ 0 or Infinity, got ${timeoutMs}`);
  }
  return { queued, timeoutMs };
}

/** A drain that was asked for, until everything is answered. */
export class Drain {
  readonly done: Promise<void>;
  private resolve!: () => void;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.done = new Promise((resolve) => (this.resolve = resolve));
  }

  /** Calls back if it takes longer than this from now; replaces every earlier bound. */
  bound(timeoutMs: number, late: (error: DrainingError) => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => late(new DrainingError(`the batcher was to be drained within ${timeoutMs} ms`)),
      timeoutMs,
    );
  }

  finish(): void {
    clearTimeout(this.timer);
    this.resolve();
  }
}
