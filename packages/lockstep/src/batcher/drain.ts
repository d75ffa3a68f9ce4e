import { DrainingError } from './errors.js';

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
