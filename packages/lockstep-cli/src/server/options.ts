import type { FastifyBaseLogger } from 'fastify';
import type { BatcherOptions } from 'lockstep/batcher';
import { ConfigurationError, oldest, type WaitRule } from 'lockstep/core';
import type { Engine, GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import type { Release } from 'lockstep/metrics';
import { ScenarioError } from 'lockstep/scenario';
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
  /** How long a batch that is not full is held open (default `oldest(20)`); a rule that may wait for ever is refused. */
  readonly wait?: WaitRule;
  /** Most requests that may wait: an integer ≥ 1, or Infinity (default 256). Each prompt and each of its `n` counts. */
  readonly maxQueueSize?: number;
  /**
   * When answers leave: streams with every token, others at their own last token (`token`, the default); all at their own
   * last token (`request`); all when their batch ends (`batch`).
   */
  readonly release?: Release;
  /** How long a request may take: milliseconds > 0, at most a day, or Infinity (the default). A client may ask for less. */
  readonly requestTimeoutMs?: number;
  /** What clients must show as `Authorization: Bearer KEY` (default: nothing, whoever reaches the server may use it):
   * visible ASCII. */
  readonly apiKey?: string;
  /**
   * Hosts besides `localhost`, `127.0.0.1`, `[::1]` and the one listened on that the header `Host` may name: names or
   * addresses without port, `'*'` for any (default none). On a loopback address every other host is refused, so that no
   * web page whose name resolves to this machine is answered; on other addresses all are answered unless hosts are given.
   */
  readonly allowedHosts?: readonly string[];
  /** Most bytes of a request's body: an integer ≥ 1 (default 1 MiB). Headers have Node's limit of 16 KiB. */
  readonly bodyLimit?: number;
  /** A pino logger, or one like it (default: nothing is logged). */
  readonly logger?: FastifyBaseLogger;
  /** Log prompts too, with the requests that they came in (default false). */
  readonly logPrompts?: boolean;
}

export type ServerSettings = Omit<Required<ServerOptions>, keyof OfBatcher | 'apiKey' | 'logger'> & {
  readonly wait: WaitRule;
  readonly maxQueueSize: number;
  readonly apiKey: string | null;
  readonly logger: FastifyBaseLogger | null;
  /** What is handed to the batcher as it is. */
  readonly batcher: OfBatcher;
};

/** A day. */
export const LONGEST_REQUEST_MS = 86_400_000;

/** What a client can show in a header; a key with a line break at its end would never be matched. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** @throws ConfigurationError for an option out of its range; those of the batcher are checked by it */
export function settingsOf(options: ServerOptions): ServerSettings {
  const {
    engine,
    modelName,
    maxBatchSize,
    release,
    requestTimeoutMs,
    apiKey,
    bodyLimit,
    logger,
    logPrompts,
  } = options;
  const { wait, maxQueueSize, maxReruns, runTimeoutMs, abortGraceMs, refuseLate } = options;
  const settings: ServerSettings = {
    engine,
    modelName: modelName ?? engine.model,
    maxBatchSize: maxBatchSize ?? Math.min(8, engine.limits.maxBatchSize),
    wait: wait ?? oldest(20),
    maxQueueSize: maxQueueSize ?? 256,
    release: release ?? 'token',
    requestTimeoutMs: requestTimeoutMs ?? Infinity,
    apiKey: apiKey ?? null,
    allowedHosts: (options.allowedHosts ?? []).map(readAllowedHost),
    bodyLimit: bodyLimit ?? 1024 ** 2,
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
  const { engine, modelName, maxBatchSize, wait, release, requestTimeoutMs, apiKey, bodyLimit } = settings;
  if (modelName === '') throw wrong('modelName', 'a name', "''");
  if (maxBatchSize > engine.limits.maxBatchSize) {
    throw wrong(
      'maxBatchSize',
      `at most ${engine.limits.maxBatchSize}, which is all that the engine takes`,
      maxBatchSize,
    );
  }
  if (wait.least(maxBatchSize) > 1) {
    throw new ConfigurationError(
      `wait: expected a rule that closes a batch in time, such as oldest:20ms or none; under ${wait.name} a request ` +
        `would wait for ${wait.least(maxBatchSize) - 1} more, perhaps for ever`,
    );
  }
  if (!['token', 'request', 'batch'].includes(release))
    throw wrong('release', 'token, request or batch', release);
  if (!(requestTimeoutMs > 0 && (requestTimeoutMs <= LONGEST_REQUEST_MS || requestTimeoutMs === Infinity))) {
    const range = `milliseconds above 0 and up to ${LONGEST_REQUEST_MS} (a day), or Infinity`;
    throw wrong('requestTimeoutMs', range, requestTimeoutMs);
  }
  if (apiKey !== null && !SENDABLE.test(apiKey)) {
    throw new ConfigurationError(
      'apiKey: expected one or more letters, digits and signs of ASCII, without blanks, which a header can carry',
    );
  }
  if (!(Number.isSafeInteger(bodyLimit) && bodyLimit >= 1)) {
    throw wrong('bodyLimit', 'a whole number of bytes ≥ 1', bodyLimit);
  }
}

function wrong(name: string, expected: string, got: unknown): ConfigurationError {
  return new ConfigurationError(`${name}: expected ${expected}, got ${String(got)}`);
}
