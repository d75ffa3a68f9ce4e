import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.js';

/** Here, and below it, clients without the key may ask. */
export const HEALTH = '/health';

/** Whether a URL is one of those of health. */
export function asksForHealth(url: string): boolean {
  const [path] = url.split('?') as [string];
  return path === HEALTH || path.startsWith(`${HEALTH}/`);
}

/** What the operator asks a server: whether it lives, whether it takes requests, how it gets on. */
export function serveOperations(app: FastifyInstance, context: ServerContext): void {
  app.get(`${HEALTH}/live`, async () => ({ status: 'live' }));
  for (const path of [HEALTH, `${HEALTH}/ready`]) {
    app.get(path, async (_, reply) => {
      reply.code(context.ready ? 200 : 503);
      return { status: context.ready ? 'ready' : 'draining' };
    });
  }
  app.get('/metrics', async (_, reply) => {
    reply.type(context.metrics.contentType);
    return context.metrics.text();
  });
}
