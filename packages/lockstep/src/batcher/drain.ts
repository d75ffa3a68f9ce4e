import { ArgumentError } from '../core/index.js';
import { DrainingError } from './errors.js';
import type { DrainOptions } from './batcher-options.js';
import { shown } from './foreign-values.js';
import { isDuration } from './settings.js';
import { refuseUnknown } from './submit-options.js';

/** @throws ArgumentError for an invalid or unknown option */
export function checkedDrain(options: DrainOptions): Required<DrainOptions> {
  refuseUnknown('drain', options, ['queued', 'timeoutMs']);
  const { queued = 'finish', timeoutMs = Infinity } = options;
  if (queued !== 'finish' && queued !== 'reject') {
    throw new ArgumentError(`queued: expected 'finish' or 'reject', got ${shown(queued)}`);
  }
  if (!isDuration(timeoutMs, Infinity)) {
    throw new ArgumentError(`timeoutMs: expected milliseconds ≥ 0 or Infinity, got ${shown(timeoutMs)}`);
  }
  return { queued, timeoutMs };
}

export function takesNothingMore(): DrainingError {
  return new DrainingError('the batcher is draining and takes nothing more');
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
