import type { Fact } from '../core/index.js';

/** How long the event loop may be kept from coming round by turns that end early (ms). */
const LONGEST_ROUND_MS = 1;

/**
 * Gathers the facts of one turn of the event loop. The turn's time is that of its first fact; it ends when the loop
 * has gone through everything that was ready, and then all facts are handed over at once. It may end early, as soon as
 * its instant is over: what comes later has a later time then, so a simulation of these facts decides the same.
 */
export class Turn {
  private facts: Fact[] = [];
  private openedAt = NaN;
  /** The first turn that was to end early since the loop last came round (ms); NaN if there was none. */
  private roundBeganAt = NaN;

  constructor(private readonly end: (now: number, facts: readonly Fact[]) => void) {}

  /** The time of this turn (ms, `performance.now()`). A turn that is opened also ends. */
  open(): number {
    if (!this.isOpen) {
      this.openedAt = performance.now();
      setImmediate(this.close);
    }
    return this.openedAt;
  }

  /** Opens a turn that ends when all promises that are kept by then have been followed up, unless one is open. */
  openBriefly(): number {
    if (this.isOpen) return this.openedAt;
    const now = performance.now();
    if (Number.isNaN(this.roundBeganAt)) {
      this.roundBeganAt = now;
      setImmediate(this.endRound);
    }
    // Batches that take no time could follow one another for ever, and nothing else would happen in this process.
    if (now - this.roundBeganAt >= LONGEST_ROUND_MS) return this.open();
    this.openedAt = now;
    process.nextTick(this.closeIfOver);
    return now;
  }

  get isOpen(): boolean {
    return !Number.isNaN(this.openedAt);
  }

  tell(fact: Fact): void {
    this.open();
    this.facts.push(fact);
  }

  private readonly endRound = (): void => {
    this.roundBeganAt = NaN;
  };

  private readonly closeIfOver = (): void => {
    if (performance.now() > this.openedAt) this.close();
    else setImmediate(this.close);
  };

  private readonly close = (): void => {
    const { openedAt, facts } = this;
    // What the end itself brings about belongs to the next turn.
    this.openedAt = NaN;
    this.facts = [];
    this.end(openedAt, facts);
  };
}
