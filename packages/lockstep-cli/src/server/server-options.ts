import type { FastifyBaseLogger } from 'fastify';
import { type BatcherOptions, waitRuleOf } from 'lockstep/batcher';
import { ConfigurationError, DEFAULTS, type WaitRule, waitsForOthers } from 'lockstep/core';
import type { Engine, GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import type { Release } from 'lockstep/metrics';
import { ScenarioError } from 'lockstep/scenario';
import { ApiKeys, type NamedApiKeys } from './api-keys.js';
import { METRIC_NAMES, type MetricNames } from './metrics/names.js';
import { faultOfDuration, LONGEST_MS } from './duration.js';
import { allowedHost } from '../http/host-check.js';

type OfBatcher = Omit<
  BatcherOptions<PreparedRequest, GenerationResult, TokenPart>,
  'run' | 'key' | 'measure' | 'release' | 'maxBatchSize'
>;

export interface ServerOptions extends OfBatcher {
  /** What runs the batches. It stays its owner's: closing the server does not dispose of it. */
  readonly engine: Engine;
  /** The model's name, as clients are to write it (default: the engine's). */
  readonly modelName?: string;
  /** Most requests in one batch: an integer ≥ 1 (default 8, or what the engine takes if that is less). */
  readonly maxBatchSize?: number;
  /**
   * How long a batch that is not full is held open: a wait rule, or milliseconds, which mean `oldest` (default 50); a rule
   * under which a request may wait forever is refused.
   */
  readonly wait?: WaitRule | number;
  /** Most requests that may wait: an integer ≥ 1, or Infinity (default 256). Each prompt and each of its `n` counts. */
  readonly maxQueueSize?: number;
  /**
   * When answers leave: streams with every token, others at their own last token (`token`, the default); all at their own
   * last token (`request`); all when their batch ends (`batch`).
   */
  readonly release?: Release;
  /** How long a request may take: milliseconds > 0, at most a day, or Infinity (the default). A client may ask for less. */
  readonly requestTimeoutMs?: number;
  /**
   * What clients must show as `Authorization: Bearer KEY`: visible ASCII (default: nothing, the server answers all who reach
   * it).
   */
  readonly apiKey?: string;
  /**
   * Keys by the names of those who hold them, one or several each, up to 1000 keys; names are up to 64 letters, digits, `_`,
   * `-` and `.`, and stand in logs and metrics (default: none). `setApiKeys` replaces them while the server runs.
   */
  readonly apiKeys?: NamedApiKeys;
  /**
   * Hosts besides `localhost`, `127.0.0.1`, `[::1]` and the one listened on that the header `Host` may name: names or
   * addresses without port, `'*'` for any (default none). On a loopback address every other host is refused, so that no
   * web page whose name resolves to this machine is answered; on other addresses all are answered unless hosts are given.
   */
  readonly allowedHosts?: readonly string[];
  /** Most bytes of a request's body: an integer ≥ 1 (default 1 MiB). Headers have Node's limit of 16 KiB. */
  readonly bodyLimit?: number;
  /** Most bytes of all requests' bodies together, until they are answered: an integer ≥ `bodyLimit` (default 64 MiB). */
  readonly totalBodyLimit?: number;
  /**
   * How long a client may read nothing of what waits for it, or send nothing of the body that it began; its connection is
   * then ended, and its row cancelled: milliseconds > 0, at most a day, or Infinity (default 30,000).
   */
  readonly stallTimeoutMs?: number;
  /** Bytes of a stream that may wait unread: an integer ≥ 1 (default 8 MiB). It is ended when more comes beyond that. */
  readonly unreadLimit?: number;
  /**
   * Bytes of all answers together that may wait unread: an integer ≥ 1 (default 64 MiB). Beyond, the connections that have
   * stood still longest are ended.
   */
  readonly totalUnreadLimit?: number;
  /** Most connections: an integer ≥ 1, or Infinity (default 4096). More are closed as they come. */
  readonly maxConnections?: number;
  /** By whose names `/metrics` gives what vLLM counts too: ours, `lockstep_…` (default), or vLLM's, `vllm:…`. */
  readonly metricNames?: MetricNames;
  /** A pino logger, or one like it (default: nothing is logged). */
  readonly logger?: FastifyBaseLogger;
  /** Log prompts too, with the requests that they came in (default false). */
  readonly logPrompts?: boolean;
}

export type ServerSettings = Omit<
  Required<ServerOptions>,
  keyof OfBatcher | 'apiKey' | 'apiKeys' | 'logger'
> & {
  readonly wait: WaitRule;
  readonly maxQueueSize: number;
  /** Null where none is asked for. */
  readonly apiKeys: ApiKeys | null;
  readonly logger: FastifyBaseLogger | null;
  /** What is handed to the batcher as it is. */
  readonly batcher: OfBatcher;
};

/** How long a request may take at most. */
export const LONGEST_REQUEST_MS = LONGEST_MS;

const MIB = 1024 ** 2;

/** @throws ConfigurationError for an option out of its range; those of the batcher are checked by it */
export function settingsOf(options: ServerOptions): ServerSettings {
  const {
    engine,
    modelName,
    maxBatchSize,
    release,
    requestTimeoutMs,
    apiKey,
    apiKeys,
    bodyLimit,
    logger,
    logPrompts,
  } = options;
  const { wait, maxQueueSize, maxReruns, runTimeoutMs, abortGraceMs, refuseLate } = options;
  const settings: ServerSettings = {
    engine,
    modelName: modelName ?? engine.model,
    maxBatchSize: maxBatchSize ?? Math.min(DEFAULTS.maxBatchSize.server, engine.limits.maxBatchSize),
    wait: waitRuleOf(wait ?? DEFAULTS.wait.server),
    maxQueueSize: maxQueueSize ?? DEFAULTS.maxQueueSize.server,
    release: release ?? DEFAULTS.release.server,
    requestTimeoutMs: requestTimeoutMs ?? DEFAULTS.requestTimeoutMs.server,
    apiKeys:
      apiKey === undefined && apiKeys === undefined ? null : new ApiKeys(apiKey ?? null, apiKeys ?? null),
    allowedHosts: (options.allowedHosts ?? []).map(readAllowedHost),
    bodyLimit: bodyLimit ?? MIB,
    totalBodyLimit: options.totalBodyLimit ?? Math.max(64 * MIB, bodyLimit ?? 0),
    stallTimeoutMs: options.stallTimeoutMs ?? 30_000,
    unreadLimit: options.unreadLimit ?? 8 * MIB,
    totalUnreadLimit: options.totalUnreadLimit ?? 64 * MIB,
    maxConnections: options.maxConnections ?? 4096,
    metricNames: options.metricNames ?? 'lockstep',
    logger: logger ?? null,
    logPrompts: logPrompts ?? false,
    batcher: {
      ...(maxReruns !== undefined && { maxReruns }),
      ...(runTimeoutMs !== undefined && { runTimeoutMs }),
      ...(abortGraceMs !== undefined && { abortGraceMs }),
      ...(refuseLate !== undefined && { refuseLate }),
    },
  };
  check(settings);
  return settings;
}

function readAllowedHost(text: string): string {
  try {
    return allowedHost(text);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ConfigurationError(`allowedHosts: ${error.message}`);
  }
}

function check(settings: ServerSettings): void {
  const { engine, modelName, maxBatchSize, wait, release } = settings;
  const { bodyLimit, totalBodyLimit, maxConnections } = settings;
  if (modelName === '') throw wrong('modelName', 'a name', "''");
  if (maxBatchSize > engine.limits.maxBatchSize) {
    throw wrong(
      'maxBatchSize',
      `at most ${engine.limits.maxBatchSize}, which is all that the engine takes`,
      maxBatchSize,
    );
  }
  if (waitsForOthers(wait, maxBatchSize)) {
    throw new ConfigurationError(
      `wait: expected a rule that closes a batch in time, such as oldest:20ms or none; under ${wait.name} a request ` +
        `would wait for ${wait.least(maxBatchSize) - 1} more, perhaps for ever`,
    );
  }
  if (!['token', 'request', 'batch'].includes(release))
    throw wrong('release', 'token, request or batch', release);
  for (const name of ['requestTimeoutMs', 'stallTimeoutMs'] as const) {
    const fault = faultOfDuration(name, settings[name], { zero: false, infinity: true });
    if (fault !== null) throw new ConfigurationError(fault);
  }
  for (const name of ['bodyLimit', 'totalBodyLimit', 'unreadLimit', 'totalUnreadLimit'] as const) {
    if (!isCount(settings[name])) throw wrong(name, 'a whole number of bytes ≥ 1', settings[name]);
  }
  if (totalBodyLimit < bodyLimit) {
    throw wrong('totalBodyLimit', `at least bodyLimit, which is ${bodyLimit}`, totalBodyLimit);
  }
  if (!METRIC_NAMES.includes(settings.metricNames)) {
    throw wrong('metricNames', METRIC_NAMES.join(' or '), settings.metricNames);
  }
  if (maxConnections !== Infinity && !isCount(maxConnections)) {
    throw wrong('maxConnections', 'a whole number ≥ 1 or Infinity', maxConnections);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function wrong(name: string, expected: string, got: unknown): ConfigurationError {
  return new ConfigurationError(`${name}: expected ${expected}, got ${String(got)}`);
}
