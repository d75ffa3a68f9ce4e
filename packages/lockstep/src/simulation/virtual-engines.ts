import type { RunningBatch } from './running-batch.js';

/** The engines of a run, and when their batches end. */
export class VirtualEngines {
  /** When the next batch ends (ms); Infinity while none runs. */
  nextAt = Infinity;
  /** The batch of each engine; null while it runs none. */
  readonly running: (RunningBatch | null)[];
  /** Batches of each engine since it was last free: their times are added up in the instants of the last one. */
  readonly additions: number[];
  private readonly endsAt: number[];

  /** @param count an integer ≥ 1 */
  constructor(count: number) {
    this.running = new Array<RunningBatch | null>(count).fill(null);
    this.additions = new Array<number>(count).fill(0);
    this.endsAt = new Array<number>(count).fill(Infinity);
  }

  /** @param follows whether the engine ended another batch in this very instant */
  start(running: RunningBatch, follows: boolean): void {
    const { engine } = running;
    this.running[engine] = running;
    this.additions[engine] = follows ? this.additions[engine]! + 1 : 1;
    this.endAt(engine, running.wholeAt);
  }

  /** The batch of an engine ends at this instant (ms). */
  endAt(engine: number, at: number): void {
    this.endsAt[engine] = at;
    if (this.endsAt.length === 1) this.nextAt = at;
    else this.nextAt = this.endsAt.reduce((first, each) => Math.min(first, each));
  }

  /** Ends the batch that ends next, of several the one on the engine with the smallest number. */
  finish(): RunningBatch {
    const engine = this.endsAt.length === 1 ? 0 : this.endsAt.indexOf(this.nextAt);
    const running = this.running[engine]!;
    this.running[engine] = null;
    this.endAt(engine, Infinity);
    return running;
  }
}
