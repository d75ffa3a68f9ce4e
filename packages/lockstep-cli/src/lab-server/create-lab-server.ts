import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyInstance } from 'fastify';
import { UsageError } from '../failure.js';
import { hostCheck } from '../http/host-check.js';
import { Listener } from '../http/listener.js';
import { ApiError } from '../server/error-table.js';
import { CONTENT_POLICY } from './content-policy.js';

/** The built lab, as it lies in the package: the same place from `src` and from `dist`. */
export const LAB_PAGES = fileURLToPath(new URL('../../dist/lab/', import.meta.url));

const HEADERS = {
  'content-security-policy': `${CONTENT_POLICY}; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Names in `assets/` hold a hash of what the file holds: one of them never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the lab's files, and nothing else. It has not been told to listen: `app.listen` does that.
 * @param allowedHosts hosts that the header `Host` may name, as for `createServer` (default none)
 * @throws UsageError if the lab was not built
 */
export function createLabServer(pages = LAB_PAGES, allowedHosts: readonly string[] = []): FastifyInstance {
  if (!existsSync(join(pages, 'index.html'))) {
    throw new UsageError(
      'the lab is not built: expected it in dist/lab of lockstep-cli; run "npm run build"',
    );
  }
  const listener = new Listener();
  const refusedHost = hostCheck(listener, allowedHosts);
  const app: FastifyInstance = fastify({
    forceCloseConnections: true,
    serverFactory: (handler) => listener.serve(handler),
  });
  app.addHook('onClose', () => listener.end());
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const wrongHost = refusedHost(request.headers.host);
    if (wrongHost === null) return;
    const { status, body } = new ApiError('host', wrongHost);
    await reply.code(status).send(body);
  });
  app.register(fastifyStatic, {
    root: pages,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isAsset = path.startsWith(join(pages, 'assets'));
      reply.header('cache-control', isAsset ? FOR_EVER : 'no-cache');
    },
  });
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('There is no such page in the lab.\n'),
  );
  return app;
}
