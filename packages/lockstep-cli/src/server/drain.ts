import type { FastifyInstance } from 'fastify';
import { ArgumentError } from 'lockstep/core';
import { type DurationRange, faultOfDuration } from './duration.js';
import type { ServerContext } from './server-context.js';

export interface ServerDrainOptions {
  /** How long requests are still taken, so that a load balancer can look elsewhere: ms from 0 to a day (default 0). */
  readonly delayMs?: number;
  /**
   * How long those that were taken may then go on; what is left is answered with 503: ms from 0 to a day, or Infinity
   * (the default).
   */
  readonly timeoutMs?: number;
}

/** How long answers that are ready may take to reach slow readers. */
const FLUSH_MS = 2000;

/**
 * Makes the way to end a server in good order. It says at once that it is not ready; after the delay it stops listening,
 * starts what waits, refuses what comes over connections that are still open, and resolves when all is answered.
 */
export function drainer(
  app: FastifyInstance,
  context: ServerContext,
): (options?: ServerDrainOptions) => Promise<void> {
  const drain = new Drain(app, context);
  return (options = {}) => drain.ask(options);
}

class Drain {
  private done: Promise<void> | null = null;
  private timeoutMs = Infinity;
  /** Ends the delay earlier; null before and after it. */
  private shorten: ((delayMs: number) => void) | null = null;
  private delayed = false;

  constructor(
    private readonly app: FastifyInstance,
    private readonly context: ServerContext,
  ) {}

  ask({ delayMs = 0, timeoutMs = Infinity }: ServerDrainOptions): Promise<void> {
    const fault = faultOfDuration('delayMs', delayMs) ?? faultOfDuration('timeoutMs', timeoutMs, ENDLESS);
    if (fault !== null) return Promise.reject(new ArgumentError(fault));
    if (timeoutMs !== Infinity) this.timeoutMs = timeoutMs;
    this.shorten?.(delayMs);
    if (this.delayed && timeoutMs !== Infinity) {
      const { app, context } = this;
      context.batcher.drain({ timeoutMs }).catch((err: unknown) => app.log.error({ err }, 'drain'));
    }
    this.done ??= this.run(delayMs).catch((error: unknown) => {
      // What has failed is done again when it is asked for again.
      this.done = null;
      throw error;
    });
    return this.done;
  }

  private async run(delayMs: number): Promise<void> {
    const { app, context } = this;
    context.ready = false;
    context.openAnswers.sayClose();
    if (delayMs > 0) await this.wait(delayMs);
    this.delayed = true;
    context.openAnswers.endConnections();
    await Promise.all([this.answerAll(), app.close()]);
  }

  private async answerAll(): Promise<void> {
    const { app, context, timeoutMs } = this;
    await context.batcher.drain({ timeoutMs });
    await context.openAnswers.none(FLUSH_MS);
    // Left are those over which nothing is asked, and readers too slow to wait for.
    app.server.closeAllConnections();
  }

  private async wait(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, delayMs);
      let endsAt = performance.now() + delayMs;
      this.shorten = (ms) => {
        if (performance.now() + ms >= endsAt) return;
        endsAt = performance.now() + ms;
        clearTimeout(timer);
        timer = setTimeout(resolve, ms);
      };
    });
    this.shorten = null;
  }
}

const ENDLESS: DurationRange = { infinity: true };
