import { DeadlineError, DrainingError, QueueFullError, RunTimeoutError } from 'lockstep/batcher';
import { RequestError } from 'lockstep/engine';
import { ApiError, type ErrorReason, ERRORS } from './error-table.js';

/** When to try again where no batch has ended yet that would say so. */
const RETRY_UNKNOWN_MS = 1000;
/** When to try again while the server goes down: another one, or this one after its restart. */
const RETRY_DRAINING_MS = 5000;

/** Parameters by their names in the API, where those differ from an engine's. */
const NAMES: Readonly<Record<string, string>> = {
  maxTokens: 'max_tokens',
  topP: 'top_p',
  ignoreEnd: 'ignore_eos',
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
}

/** What a client is told of anything that was thrown. */
export function asApiError(
  error: unknown,
  { otherwise = 'internal', promptParameter = 'prompt' }: FailedIn = {},
): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof RequestError) {
    const { parameter, message, reason } = error;
    const param = parameter === 'prompt' ? promptParameter : (NAMES[parameter] ?? parameter);
    const named = message.startsWith(parameter) ? param + message.slice(parameter.length) : message;
    return new ApiError(REASONS[reason], named, { param });
  }
  if (error instanceof QueueFullError) {
    return new ApiError('queue_full', error.message, {
      retryAfterMs: error.retryAfterMs ?? RETRY_UNKNOWN_MS,
    });
  }
  if (error instanceof DrainingError) {
    return new ApiError('draining', undefined, { retryAfterMs: RETRY_DRAINING_MS });
  }
  if (error instanceof DeadlineError) return new ApiError('deadline', error.message);
  if (error instanceof RunTimeoutError) return new ApiError('engine_timeout', undefined, { cause: error });
  // An engine's errors may look like the framework's: they are not about what the client sent.
  const known = otherwise === 'internal' ? ofFramework(error) : null;
  return known ?? new ApiError(otherwise, undefined, { cause: error });
}

/** Errors of Fastify and Node about what a client sent. */
function ofFramework(error: unknown): ApiError | null {
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  if (code === 'ECONNRESET') return new ApiError('cancelled');
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  const reason = REASONS_BY_STATUS.get(statusCode) ?? 'invalid';
  // Bodies that are no JSON and the like: the framework says what is wrong with them.
  return new ApiError(reason, reason === 'invalid' ? error.message : undefined);
}

const REASONS_BY_STATUS = new Map<number, ErrorReason>(
  (['too_large', 'media_type'] as const).map((reason) => [ERRORS[reason].status, reason]),
);
