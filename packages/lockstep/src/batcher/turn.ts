import type { Fact } from '../core/index.js';

/**
 * Gathers the facts of one turn of the event loop. The turn's time is that of its first fact; it ends when the loop
 * has gone through everything that was ready, and then all facts are handed over at once.
 */
export class Turn {
  private facts: Fact[] = [];
  private openedAt = NaN;

  constructor(private readonly end: (now: number, facts: readonly Fact[]) => void) {}

  /** The time of this turn (ms, `performance.now()`). A turn that is opened also ends. */
  open(): number {
    if (!this.isOpen) {
      this.openedAt = performance.now();
      setImmediate(this.close);
    }
    return this.openedAt;
  }

  get isOpen(): boolean {
    return !Number.isNaN(this.openedAt);
  }

  tell(fact: Fact): void {
    this.open();
    this.facts.push(fact);
  }

  private readonly close = (): void => {
    const { openedAt, facts } = this;
    // What the end itself brings about belongs to the next turn.
    this.openedAt = NaN;
    this.facts = [];
    this.end(openedAt, facts);
  };
}
