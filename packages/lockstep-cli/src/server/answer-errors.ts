import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { asApiError } from './as-api-error.js';
import { ApiError, type ErrorReason } from './error-table.js';
import { shown } from './parameters/shown.js';
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

/** As Node sees it: such a request is answered with 100 before it is handed over. */
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** What Node would refuse by itself, in words of its own. */
export function refuseWrongHeaders({ httpVersion, headers }: IncomingMessage): ApiError | null {
  if (headers.host === undefined && httpVersion === '1.1') {
    return new ApiError('invalid', 'Host: expected this header, which HTTP/1.1 requires, got nothing');
  }
  const { expect } = headers;
  if (expect === undefined || CONTINUE.test(expect)) return null;
  return new ApiError('expectation', `Expect: expected 100-continue or nothing, got ${shown(expect)}`);
}

const CLIENT_ERRORS: Readonly<Record<string, ErrorReason>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'slow_request',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too_large',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** How long a client that was refused may take to close its connection. */
const LINGER_MS = 1000;

/**
 * Makes what answers bytes that are no HTTP request; nothing but the bare connection is there to do it with. Amid an
 * answer they end the connection.
 */
export function clientErrorAnswerer(context: BareContext, refused: WeakSet<Socket>) {
  return ({ code }: { readonly code?: string }, socket: Socket): void => {
    if (code === 'ECONNRESET') socket.destroy();
    else answerBare(socket, new ApiError(CLIENT_ERRORS[code ?? ''] ?? 'invalid'), context, refused);
  };
}

/** Takes over what Node would answer by itself, or end without an answer. */
export function answerForNode(server: Server, context: BareContext, refused: WeakSet<Socket>): void {
  // An expectation that nobody can meet is refused with the other wrong headers.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_, socket: Socket) => {
    const error = new ApiError('method', 'CONNECT: this server is no proxy', { allow: METHODS.join(', ') });
    answerBare(socket, error, context, refused);
  });
}

type BareContext = Pick<ServerContext, 'metrics' | 'openAnswers'>;

function answerBare(
  socket: Socket,
  error: ApiError,
  { metrics, openAnswers }: BareContext,
  refused: WeakSet<Socket>,
): void {
  if (!socket.writable || openAnswers.isAmid(socket)) {
    socket.destroy();
    return;
  }
  metrics.failed(error.reason);
  refused.add(socket);
  socket.setTimeout(LINGER_MS, () => socket.destroy());
  const body = JSON.stringify(error.body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    ...error.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines.join('')}\r\n${body}`);
}
