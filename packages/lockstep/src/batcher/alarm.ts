/** Longer timeouts overflow in Node and fire at once; waking early is harmless, so longer waits go in steps. */
const LONGEST_MS = 2 ** 30;

/** The one timer of a batcher: calls back at an instant of `performance.now()`, or a little after. */
export class Alarm {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly ring: () => void) {}

  /** Replaces every earlier wish. */
  set(at: number): void {
    this.clear();
    const delay = Math.min(LONGEST_MS, Math.ceil(Math.max(0, at - performance.now())));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.ring();
    }, delay);
  }

  clear(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
