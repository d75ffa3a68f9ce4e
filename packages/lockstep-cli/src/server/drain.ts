import type { FastifyInstance } from 'fastify';
import type { ServerContext } from './server-context.js';

export interface ServerDrainOptions {
  /** How long requests are still taken, so that whoever balances the load can look elsewhere: ms ≥ 0 (default 0). */
  readonly delayMs?: number;
  /** How long those that were taken may then go on; what is left is answered with 503: ms ≥ 0 (default Infinity). */
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
  let drained: Promise<void> | null = null;
  return (options = {}) => (drained ??= drain(app, context, options));
}

async function drain(
  app: FastifyInstance,
  context: ServerContext,
  { delayMs = 0, timeoutMs = Infinity }: ServerDrainOptions,
): Promise<void> {
  context.ready = false;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const batcherDrained = context.batcher.drain({ timeoutMs });
  const closed = app.close();
  await batcherDrained;
  await context.openAnswers.none(FLUSH_MS);
  // Left are those over which nothing is asked, and readers too slow to wait for.
  app.server.closeAllConnections();
  await closed;
}
