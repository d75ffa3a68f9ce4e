import { DeadlineError, DrainingError, QueueFullError, RunTimeoutError } from 'lockstep/batcher';
import { EngineDownError } from 'lockstep/core';
import { RequestError, UpstreamError } from 'lockstep/engine';
import { ApiError, type ErrorReason, ERRORS } from './error-table.js';
import { isOwnFailure } from './open-batcher.js';
import { retryAfterMs } from './retry-advice.js';

/** When to try again where no batch has ended yet that would say so. */
const RETRY_UNKNOWN_MS = 1000;
/** When to try again while the server goes down: another one, or this one after its restart. */
const RETRY_DRAINING_MS = 5000;

/** Parameters by their names in the API, where those differ from an engine's. */
const NAMES: Readonly<Record<string, string>> = {
  maxTokens: 'max_tokens',
  topP: 'top_p',
  ignoreEos: 'ignore_eos',
};

const REASONS = {
  invalid: 'invalid',
  unsupported: 'unsupported',
  'context-length': 'context_length',
} as const;

export interface FailedIn {
  /** What a failure is that nobody foresaw (default `internal`). */
  readonly otherwise?: 'engine' | 'internal';
  /** What the API calls an engine's `prompt` (default `prompt`). */
  readonly promptParameter?: string;
  /** Whether a client that finds the queue full may be asked to try again (default yes). */
  readonly mayInvite?: () => boolean;
}

/** What a client is told of anything that was thrown. */
export function asApiError(
  error: unknown,
  { otherwise = 'internal', promptParameter = 'prompt', mayInvite = () => true }: FailedIn = {},
): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof RequestError) {
    const { parameter, message, reason } = error;
    const param = parameter === 'prompt' ? promptParameter : (NAMES[parameter] ?? parameter);
    const named = message.startsWith(parameter) ? param + message.slice(parameter.length) : message;
    return new ApiError(REASONS[reason], named, { param, cause: error.cause });
  }
  if (error instanceof QueueFullError) {
    return new ApiError('queue_full', error.message, {
      retryAfterMs: retryAfterMs(error.retryAfterMs ?? RETRY_UNKNOWN_MS, Math.random()),
      ...(!mayInvite() && { shouldRetry: false }),
    });
  }
  if (error instanceof DrainingError) {
    return new ApiError('draining', undefined, {
      retryAfterMs: retryAfterMs(RETRY_DRAINING_MS, Math.random()),
    });
  }
  if (error instanceof DeadlineError) return new ApiError('deadline', error.message);
  if (error instanceof RunTimeoutError) return new ApiError('engine_timeout', undefined, { cause: error });
  if (error instanceof UpstreamError) return ofUpstream(error);
  if (error instanceof EngineDownError) return comeAgain('engine_down', error);
  // An engine's errors may look like the framework's: they are not about what the client sent.
  const known = otherwise === 'internal' ? ofFramework(error) : null;
  if (known !== null) return known;
  return new ApiError(otherwise, undefined, {
    cause: error,
    ...(isOwnFailure(error) && { shouldRetry: false }),
  });
}

/** What an upstream said is for the log: it may hold addresses and keys. */
function ofUpstream(error: UpstreamError): ApiError {
  const { status } = error;
  if (status === 429) return comeAgain('upstream_busy', error);
  if (status === 503 || status === 529) return comeAgain('engine_down', error);
  const message =
    status === null
      ? "the engine's upstream failed to answer this request"
      : `the engine's upstream answered with status ${status}`;
  return new ApiError('engine', message, { cause: error });
}

function comeAgain(
  reason: 'upstream_busy' | 'engine_down',
  error: Pick<UpstreamError, 'retryAfterMs'>,
): ApiError {
  return new ApiError(reason, undefined, {
    // As the upstream has it, which spreads its clients itself.
    retryAfterMs: retryAfterMs(error.retryAfterMs ?? RETRY_UNKNOWN_MS, 0),
    cause: error,
  });
}

/** Errors of Fastify and Node about what a client sent. */
function ofFramework(error: unknown): ApiError | null {
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  if (code === 'ECONNRESET') return new ApiError('cancelled');
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new ApiError('invalid', `body: expected what the header content-encoding says, got other bytes`);
  }
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  const reason = REASONS_BY_STATUS.get(statusCode) ?? 'invalid';
  // Bodies that are no JSON and the like: the framework says what is wrong with them.
  return new ApiError(reason, reason === 'invalid' ? error.message : undefined);
}

const REASONS_BY_STATUS = new Map<number, ErrorReason>(
  (['too_large', 'media_type'] as const).map((reason) => [ERRORS[reason].status, reason]),
);
