/** How long a step may wait for others to be told with it (ms): less than anybody sees. */
const GATHER_MS = 10;

/**
 * Tells a batch's steps to another thread. To wake it costs 0.1 ms, which is much for a small model, so that steps
 * which follow one another within a few milliseconds are told together; the first one, and slow ones, are told at once.
 */
export class ToldSteps {
  private untold: Int32Array[] = [];
  private toldAt = -Infinity;

  /** @param now a clock (ms) */
  constructor(
    private readonly tell: (steps: readonly Int32Array[]) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param tokens one per row */
  add(tokens: Int32Array): void {
    this.untold.push(tokens);
    if (this.now() - this.toldAt >= GATHER_MS) this.flush();
  }

  /** Tells what is left. */
  flush(): void {
    if (this.untold.length === 0) return;
    const steps = this.untold;
    this.untold = [];
    this.toldAt = this.now();
    this.tell(steps);
  }
}
