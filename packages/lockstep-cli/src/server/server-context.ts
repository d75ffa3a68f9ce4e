import type { FastifyRequest } from 'fastify';
import type { ApiError } from './error-table.js';
import type { ServerMetrics } from './metrics/server-metrics.js';
import type { OpenAnswers } from './open-answers.js';
import type { ServerBatcher } from './open-batcher.js';
import type { ServerSettings } from './server-options.js';
import type { RetryBudget } from './retry-advice.js';

/** What the routes of a server share. */
export interface ServerContext {
  readonly settings: ServerSettings;
  readonly batcher: ServerBatcher;
  readonly metrics: ServerMetrics;
  readonly openAnswers: OpenAnswers;
  readonly retries: RetryBudget;
  /** Whether new requests are welcome: false from the moment on that a drain was asked for. */
  ready: boolean;
  /** Counts an error that a client is about to get, notes its reason for the log, and logs what is the server's or the engine's. */
  report(error: ApiError, request: FastifyRequest): void;
}
