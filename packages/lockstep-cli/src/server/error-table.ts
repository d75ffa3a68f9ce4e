import { LockstepError } from 'lockstep/core';

interface ErrorKind {
  readonly status: number;
  /** OpenAI's class of error. */
  readonly type: 'invalid_request_error' | 'rate_limit_error' | 'server_error';
  /** What programs tell errors apart by; null where OpenAI has none. */
  readonly code: string | null;
  /** What the client is told where the place that fails has nothing more precise to say. */
  readonly message: string;
  /** Whether clients are to try again by themselves; null where they may do as they like. */
  readonly shouldRetry: boolean | null;
}

/**
 * Every error that a client can get. A reason is also the label by which failures are counted; the official clients
 * make their error classes of the status.
 */
export const ERRORS = {
  invalid: kind(400, 'invalid_request_error', null, 'the request is malformed'),
  unsupported: kind(
    400,
    'invalid_request_error',
    'unsupported_parameter',
    'this server cannot do what the request asks',
  ),
  context_length: kind(
    400,
    'invalid_request_error',
    'context_length_exceeded',
    "the request does not fit into the model's context",
  ),
  unauthorized: kind(
    401,
    'invalid_request_error',
    'invalid_api_key',
    'expected the header "Authorization: Bearer KEY" with the API key of this server',
  ),
  host: kind(403, 'invalid_request_error', 'host_not_allowed', 'this server does not answer for this host'),
  unknown_model: kind(404, 'invalid_request_error', 'model_not_found', 'there is no such model'),
  unknown_route: kind(404, 'invalid_request_error', 'unknown_url', 'there is no such URL'),
  method: kind(405, 'invalid_request_error', 'method_not_allowed', 'the URL does not take this method'),
  slow_request: kind(408, 'invalid_request_error', 'request_timeout', 'the request took too long to come'),
  too_large: kind(413, 'invalid_request_error', 'request_too_large', 'the body is too large'),
  media_type: kind(
    415,
    'invalid_request_error',
    'unsupported_media_type',
    'expected a body with content-type application/json',
  ),
  expectation: kind(
    417,
    'invalid_request_error',
    'expectation_failed',
    'this server knows no expectation but 100-continue',
  ),
  queue_full: kind(429, 'rate_limit_error', 'queue_full', 'too many requests are waiting'),
  upstream_busy: kind(
    429,
    'rate_limit_error',
    'upstream_rate_limit',
    "the engine's upstream takes no more requests now",
  ),
  headers_too_large: kind(431, 'invalid_request_error', 'headers_too_large', 'the headers are too large'),
  /** Nobody reads it: the status is for the log. */
  cancelled: kind(499, 'invalid_request_error', 'client_closed_request', 'the client has gone'),
  /** Nobody reads it either. */
  stalled: kind(499, 'invalid_request_error', 'client_stalled', 'the client did not read its answer'),
  engine: kind(500, 'server_error', 'engine_failed', 'the engine failed to answer this request'),
  engine_timeout: kind(500, 'server_error', 'engine_timeout', 'the engine took too long'),
  internal: kind(500, 'server_error', 'internal_error', 'the server failed to answer this request'),
  engine_down: kind(503, 'server_error', 'engine_unavailable', 'the engine cannot be reached'),
  busy: kind(503, 'server_error', 'server_busy', 'the server is busy'),
  loading: kind(503, 'server_error', 'model_loading', 'the model is being loaded'),
  draining: kind(503, 'server_error', 'draining', 'the server is shutting down'),
  /** A second try would have to be answered in addition to what kept the first one waiting. */
  deadline: kind(504, 'server_error', 'deadline_exceeded', "the request's time has run out", false),
} as const;

export type ErrorReason = keyof typeof ERRORS;

export interface ApiErrorOptions {
  /** The parameter at fault, by its name in the API. */
  readonly param?: string;
  /** When to try again (ms from now, > 0). */
  readonly retryAfterMs?: number;
  /** Whether a client is to try again by itself (default: as it likes; official ones do on 408, 429 and every 5xx). */
  readonly shouldRetry?: boolean;
  /** The methods that the URL takes. */
  readonly allow?: string;
  /** The encodings in which bodies may come. */
  readonly acceptEncoding?: string;
  /** What happened; for the log, never for the client. */
  readonly cause?: unknown;
}

/** An error as a client gets it. */
export class ApiError extends LockstepError {
  override readonly name = 'ApiError';
  readonly code = 'ERR_LOCKSTEP_API';

  constructor(
    readonly reason: ErrorReason,
    message: string = ERRORS[reason].message,
    private readonly options: ApiErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
  }

  get status(): number {
    return ERRORS[this.reason].status;
  }

  /** OpenAI's shape. */
  get body(): { readonly error: object } {
    const { type, code } = ERRORS[this.reason];
    return { error: { message: this.message, type, param: this.options.param ?? null, code } };
  }

  get headers(): Readonly<Record<string, string>> {
    const { retryAfterMs, allow, acceptEncoding } = this.options;
    const shouldRetry = this.options.shouldRetry ?? ERRORS[this.reason].shouldRetry;
    return {
      // Whole seconds as HTTP wants them, and the milliseconds that OpenAI's clients prefer.
      ...(retryAfterMs !== undefined && {
        'retry-after': String(Math.ceil(retryAfterMs / 1000)),
        'retry-after-ms': String(Math.ceil(retryAfterMs)),
      }),
      ...(shouldRetry !== null && { 'x-should-retry': String(shouldRetry) }),
      ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }),
      ...(allow !== undefined && { allow }),
      ...(this.status === 401 && { 'www-authenticate': 'Bearer' }),
    };
  }
}

function kind(
  status: number,
  type: ErrorKind['type'],
  code: ErrorKind['code'],
  message: string,
  shouldRetry: ErrorKind['shouldRetry'] = null,
): ErrorKind {
  return { status, type, code, message, shouldRetry };
}
