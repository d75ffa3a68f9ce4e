import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { asApiError } from './as-api-error.js';
import { ApiError, type ErrorReason } from './error-table.js';
import { MODEL } from './routes/models.js';
import type { ServerContext } from './server-context.js';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST'];

/**
 * Makes what answers anything that was thrown, by the one table of errors.
 * @param refused connections whose clients have been told already, and counted: their calls were cut off by that
 */
export function errorAnswerer({ report }: Pick<ServerContext, 'report'>, refused: WeakSet<Socket>) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = asApiError(thrown);
    if (!refused.has(request.raw.socket)) report(error, request);
    // What the framework refuses by itself has come by no hook.
    reply
      .code(error.status)
      .headers({ ...error.headers, 'x-request-id': request.id })
      .send(error.body);
  };
}

/** What is asked of no route is an error like any other. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  app.setNotFoundHandler((request) => {
    const { method, url } = request;
    const [path] = url.split('?') as [string];
    const route = path.startsWith(MODEL) ? `${MODEL}*` : path;
    const allowed = METHODS.filter((method) => app.hasRoute({ method, url: route }));
    const asked = `${method} ${path}`;
    if (allowed.length === 0) throw new ApiError('unknown_route', `there is no ${asked} here`);
    throw new ApiError('method', `${asked}: expected ${allowed.join(' or ')}`, { allow: allowed.join(', ') });
  });
}

const CLIENT_ERRORS: Readonly<Record<string, ErrorReason>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'slow_request',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** How long a client that was refused may take to close its connection. */
const LINGER_MS = 1000;

/**
 * Makes what answers bytes that are no HTTP request; nothing but the bare connection is there to do it with. Amid an
 * answer they end the connection.
 */
export function clientErrorAnswerer(
  { metrics, openAnswers }: Pick<ServerContext, 'metrics' | 'openAnswers'>,
  refused: WeakSet<Socket>,
) {
  return ({ code }: { readonly code?: string }, socket: Socket): void => {
    if (code === 'ECONNRESET' || !socket.writable || openAnswers.isAmid(socket)) {
      socket.destroy();
      return;
    }
    const error = new ApiError(CLIENT_ERRORS[code ?? ''] ?? 'invalid');
    metrics.failed(error.reason);
    refused.add(socket);
    socket.setTimeout(LINGER_MS, () => socket.destroy());
    const body = JSON.stringify(error.body);
    socket.end(
      `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  };
}
