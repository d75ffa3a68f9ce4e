import { ProtocolError } from './errors.js';
import { RunningBatch } from './running-batch.js';

/**
 * The engines, each free or with the batch that it runs. They are alike, and share all requests that wait: the engine
 * that has been free for the longest time gets the next batch, of several the one with the smallest number.
 */
export class EngineSet {
  private readonly running: (RunningBatch | null)[];
  /** When each became free (ms) after its last batch; -Infinity before its first. */
  private readonly idleSince: number[];
  private free: number;
  /**
   * Since when (ms) at least one engine has been free; -Infinity if one has been free from the beginning. While all of them
   * are busy: NaN. With one engine, when it became free after its last batch.
   */
  freeAt = -Infinity;

  /** @param count an integer ≥ 1 */
  constructor(readonly count: number) {
    this.running = new Array<RunningBatch | null>(count).fill(null);
    this.idleSince = new Array<number>(count).fill(-Infinity);
    this.free = count;
  }

  get hasFree(): boolean {
    return this.free > 0;
  }

  /** Whether a batch is running. */
  get isBusy(): boolean {
    return this.free < this.count;
  }

  /** Gives a batch to the engine that has been free for the longest time; there must be one. Returns its number. */
  start(batch: number, members: readonly number[]): number {
    let engine = -1;
    for (let i = 0; i < this.count; i++) {
      if (this.running[i] !== null) continue;
      if (engine === -1 || this.idleSince[i]! < this.idleSince[engine]!) engine = i;
    }
    this.running[engine] = new RunningBatch(batch, members);
    if (--this.free === 0) this.freeAt = NaN;
    return engine;
  }

  /**
   * The engine has ended its batch. Returns the requests of that batch.
   * @throws ProtocolError if it does not run that batch
   */
  finish(engine: number, batch: number, now: number): readonly number[] {
    const running = this.running[engine];
    if (running?.batch !== batch) throw unexpectedEnd(engine, batch, running);
    this.running[engine] = null;
    this.idleSince[engine] = now;
    if (this.free++ === 0) this.freeAt = now;
    return running.members;
  }

  /** The row of a request is not wanted any more: the batch in which no row is wanted now, and its engine; else null. */
  giveUp(request: number): { readonly engine: number; readonly batch: number } | null {
    for (let engine = 0; engine < this.count; engine++) {
      const running = this.running[engine]!;
      if (running === null || !running.giveUp(request)) continue;
      return running.isAbandoned ? { engine, batch: running.batch } : null;
    }
    return null;
  }
}

function unexpectedEnd(
  engine: number,
  batch: number,
  running: RunningBatch | null | undefined,
): ProtocolError {
  if (running === undefined)
    return new ProtocolError(`batch ${batch} cannot finish: there is no engine ${engine}`);
  const which = running === null ? 'no batch is running' : `batch ${running.batch} is running`;
  return new ProtocolError(`batch ${batch} cannot finish: ${which}`);
}
