import { setImmediate } from 'node:timers/promises';

/** How long work goes on before other work has a turn (ms). */
const LONGEST_MS = 8;

/**
 * Long work that leaves the event loop to other work now and then: after each of its pieces, ask `due`, and where it is,
 * await `next`.
 */
export class Turns {
  private since = performance.now();

  get due(): boolean {
    return performance.now() - this.since >= LONGEST_MS;
  }

  /**
   * Resolves in a later turn of the event loop.
   * @throws the signal's reason when it was aborted meanwhile
   */
  async next(signal?: AbortSignal): Promise<void> {
    await setImmediate();
    this.restart();
    signal?.throwIfAborted();
  }

  /** Other work has just had a turn. */
  restart(): void {
    this.since = performance.now();
  }
}
