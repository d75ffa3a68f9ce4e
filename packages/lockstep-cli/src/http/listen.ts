import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { UsageError } from '../failure.js';
import { Listener } from './listener.js';

const WHY_NOT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'somebody else listens there; expected a free port, 0 finds one',
  EACCES: 'permission denied; ports below 1024 are for the system',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such address',
};

/** What can be told to listen: an app, or its listener before there is one. */
type Listening = Pick<FastifyInstance, 'listen' | 'server'> | Listener;

/**
 * @returns where clients find it, such as `http://127.0.0.1:8000`
 * @throws UsageError that says why it cannot listen there
 */
export async function listen(
  app: Listening,
  { host, port }: { host: string; port: number },
): Promise<string> {
  const server = 'server' in app ? app.server : app;
  try {
    if (app instanceof Listener) await once(app.listen({ host, port }), 'listening');
    else await app.listen({ host, port });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot listen on ${host} port ${port}: ${WHY_NOT[code] ?? message}`, {
      cause: error,
    });
  }
  const bound = (server.address() as AddressInfo).port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
