/** Longer timeouts overflow in Node and fire at once; longer pauses are taken in steps. */
const LONGEST_MS = 2 ** 30;

/** A pause that can be cut short. */
export class Pause {
  private timer: NodeJS.Timeout | undefined;
  private resume: (() => void) | null = null;

  /**
   * Resolves at an instant of `performance.now()` or up to a millisecond after it, as timers go; earlier when it is
   * cut short, or when the pause is longer than timers can be.
   */
  until(at: number): Promise<void> {
    return new Promise((resolve) => {
      this.resume = resolve;
      const delay = Math.min(LONGEST_MS, Math.ceil(Math.max(0, at - performance.now())));
      this.timer = setTimeout(() => this.cut(), delay);
    });
  }

  readonly cut = (): void => {
    clearTimeout(this.timer);
    this.resume?.();
    this.resume = null;
  };
}
