import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.js';

/** Below this, whoever has no key may ask. */
export const HEALTH = '/health/';

/** What whoever runs the server asks it: whether it lives, whether it takes requests, how it gets on. */
export function serveOperations(app: FastifyInstance, context: ServerContext): void {
  app.get(`${HEALTH}live`, async () => ({ status: 'live' }));
  app.get(`${HEALTH}ready`, async (_, reply) => {
    reply.code(context.ready ? 200 : 503);
    return { status: context.ready ? 'ready' : 'draining' };
  });
  app.get('/metrics', async (_, reply) => {
    reply.type(context.metrics.contentType);
    return context.metrics.text();
  });
}
