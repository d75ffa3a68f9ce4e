import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { fastify, type FastifyInstance, LogController } from 'fastify';
import { ConfigurationError } from 'lockstep/core';
import {
  answerForNode,
  clientErrorAnswerer,
  errorAnswerer,
  refuseUnknownRoutes,
  refuseWrongHeaders,
} from './answer-errors.js';
import type { NamedApiKeys } from './api-keys.js';
import { boundBodies } from './body-budget.js';
import { drainer, type ServerDrainOptions } from './drain.js';
import { ENDPOINTS } from './endpoints/index.js';
import { hostCheck } from '../http/host-check.js';
import { Listener } from '../http/listener.js';
import { ApiError } from './error-table.js';
import { logRequests } from './log-requests.js';
import { ServerMetrics } from './metrics/server-metrics.js';
import { OpenAnswers } from './open-answers.js';
import { openBatcher, type ServerBatcher } from './open-batcher.js';
import { type ServerOptions, settingsOf } from './server-options.js';
import { readBodies } from './read-body.js';
import { RetryBudget } from './retry-advice.js';
import { serveEndpoint } from './routes/answer-requests.js';
import { serveModels } from './routes/models.js';
import { asksForHealth, serveOperations } from './routes/operations.js';
import type { ServerContext } from './server-context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The name of the key that it came with; null for a key without a name, and where none is asked for. */
    client: string | null;
  }
}

/** A server that has not been told to listen: `app.listen` does that, and `app.inject` asks it without a network. */
export interface LockstepServer {
  readonly app: FastifyInstance;
  readonly batcher: ServerBatcher;
  /**
   * Ends it in good order. Asked again, it answers with the same promise; a new delay holds if it ends earlier, a new
   * timeout in place of the old one. One that failed is done again. Rejects with an ArgumentError for a duration out of its
   * range, and drains nothing then. Installs no signal handlers.
   */
  drain(options?: ServerDrainOptions): Promise<void>;
  /**
   * Replaces the keys of `apiKeys`; requests that are being answered are not affected.
   * @throws ConfigurationError for no keys, for what cannot be one, and where the server was made without any key
   */
  setApiKeys(keys: NamedApiKeys): void;
  /** `drain()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A request's id is the client's, where it is one that can stand in a log. */
const SANE_ID = /^[\w.:-]{1,128}$/;
/** Node's own limits for what comes in. */
export const INCOMING = {
  /** A request without the header `Host` is refused like any other, by the table of errors. */
  requireHostHeader: false,
  /** How long a request may take to come, headers and body (ms). */
  requestTimeout: 60_000,
  /** How often it is looked whether that is over (ms). */
  connectionsCheckingInterval: 1000,
  /** How long a connection may be idle (ms): longer than the balancers of the big clouds keep theirs. */
  keepAliveTimeout: 72_000,
};

/**
 * Puts OpenAI's API in front of an engine, with static batching between them.
 *
 *     const { app, drain } = createServer({ engine });
 *     await app.listen({ port: 8000 });
 *
 * @throws ConfigurationError for an option out of its range, or a configuration under which a request may wait for ever
 */
export function createServer(options: ServerOptions): LockstepServer {
  return createServerOn(new Listener(INCOMING), options);
}

/** The same on a listener that may listen already; the server takes over when its `app.listen` is called. */
export function createServerOn(listener: Listener, options: ServerOptions): LockstepServer {
  const settings = settingsOf(options);
  const batcher = openBatcher(settings);
  const metrics = new ServerMetrics({
    ...settings,
    padding: settings.engine.padding,
    stats: () => batcher.stats(),
  });
  batcher.on('batch', (record) => metrics.batch(record));
  const context: ServerContext = {
    settings,
    batcher,
    metrics,
    openAnswers: new OpenAnswers(settings),
    retries: new RetryBudget(),
    ready: true,
    report(error, request) {
      metrics.failed(error.reason);
      request.failure = error.reason;
      const { cause, reason, status } = error;
      if (status === 500 || cause !== undefined) {
        request.log[status >= 500 ? 'error' : 'warn']({ err: cause ?? error, reason }, 'failure');
      }
    },
  };

  const refused = new WeakSet<Socket>();
  const app = openApp(context, listener, refused);
  answerForNode(listener, context, refused);
  if (settings.maxConnections !== Infinity) listener.maxConnections = settings.maxConnections;
  context.openAnswers.watch(listener);
  context.openAnswers.onEnded = (why) => metrics.ended(why);
  listener.on('drop', () => metrics.ended('too_many'));
  logRequests(app, context);
  refuseUnknownRoutes(app);
  guard(app, context, hostCheck(listener, settings.allowedHosts));
  boundBodies(app, settings.totalBodyLimit);
  for (const endpoint of ENDPOINTS) serveEndpoint(app, endpoint, context);
  serveModels(app, context);
  serveOperations(app, context);
  app.addHook('preClose', async () => {
    context.ready = false;
    context.openAnswers.sayClose();
    context.openAnswers.endConnections();
    // It goes on while the server closes.
    batcher.drain().catch((err: unknown) => app.log.error({ err }, 'drain'));
  });
  app.addHook('onClose', () => listener.end());
  const drain = drainer(app, context);
  const setApiKeys = (keys: NamedApiKeys) => {
    if (settings.apiKeys !== null) return settings.apiKeys.replace(keys);
    throw new ConfigurationError(
      'apiKeys: expected a server that was made with keys, got one that asks for none',
    );
  };
  return { app, batcher, drain, setApiKeys, [Symbol.asyncDispose]: () => drain() };
}

function openApp(context: ServerContext, listener: Listener, refused: WeakSet<Socket>): FastifyInstance {
  const { logger, bodyLimit } = context.settings;
  const answerError = errorAnswerer(context, refused);
  const app: FastifyInstance = fastify({
    ...(logger !== null && { loggerInstance: logger }),
    // We have a line of our own for each.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    serverFactory: (handler) => listener.serve(handler),
    genReqId: ({ headers }) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && SANE_ID.test(id) ? id : randomUUID();
    },
    // A request that comes while the server goes down is answered by the table of errors like any other.
    return503OnClosing: false,
    frameworkErrors: answerError,
    clientErrorHandler: clientErrorAnswerer(context, refused),
  });
  readBodies(app, bodyLimit);
  app.setErrorHandler(answerError);
  return app;
}

/** What holds for every request, before its body is read. */
function guard(
  app: FastifyInstance,
  context: ServerContext,
  refusedHost: (host: string | undefined) => string | null,
): void {
  const { apiKeys } = context.settings;
  app.decorateRequest('client', null);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // Whoever keeps a connection is to look for another server.
    if (!context.ready) reply.header('connection', 'close');
    const wrong = refuseWrongHeaders(request.raw);
    if (wrong !== null) return done(wrong);
    const wrongHost = refusedHost(request.headers.host);
    if (wrongHost !== null) return done(new ApiError('host', wrongHost));
    const holder = apiKeys?.holderOf(request.headers.authorization) ?? null;
    request.client = holder?.name ?? null;
    const enters = apiKeys === null || holder !== null || asksForHealth(request.url);
    done(enters ? undefined : new ApiError('unauthorized'));
  });
}
