import { LockstepError } from '../../core/index.js';
import { RequestError, UpstreamError } from '../errors.js';
import { forClient, forLog } from './upstream-text.js';

/** The failure of one row. */
export interface RowFailure {
  readonly error: RequestError | UpstreamError;
  /** The request may be sent again: the upstream has not begun to answer it, and may do so later. */
  readonly again: boolean;
  /** There was no answer at all: the connection was refused, or was lost. */
  readonly lost: boolean;
}

/** Carries a row's failure through the official client, which wraps what its fetch throws. */
export class FailedResponse extends LockstepError {
  readonly code = 'ERR_LOCKSTEP_UPSTREAM';

  constructor(readonly failure: RowFailure) {
    super('the upstream has failed');
  }
}

/** Statuses with which an upstream says that the request is at fault. */
const REQUEST_AT_FAULT: readonly number[] = [400, 413, 422];

/** Fields of a request, by the names that upstreams give them. */
const PARAMETERS = new Map([
  ['messages', 'prompt'],
  ['max_tokens', 'maxTokens'],
  ['max_completion_tokens', 'maxTokens'],
  ['top_p', 'topP'],
  ['ignore_eos', 'ignoreEos'],
]);

/** What an upstream says about a failure; none of it can be trusted to have the shape that OpenAI's API gives it. */
export interface Complaint {
  readonly status: number | null;
  /** The `error` of the body, the body itself, or its text. */
  readonly said: unknown;
  readonly retryAfterMs: number | null;
}

/**
 * The error of a row that the upstream refuses or fails: a RequestError where it says that the request is at fault
 * (about the prompt, where it names no parameter), else an UpstreamError.
 * @param apiKey is kept out of the message
 */
export function errorOf(
  { status, said, retryAfterMs }: Complaint,
  apiKey: string | undefined,
): RequestError | UpstreamError {
  const text = textOf(said);
  const words = forLog(text, apiKey);
  const message =
    status === null ? `the upstream failed: ${words}` : `the upstream answered ${status} ${words}`.trimEnd();
  const error = new UpstreamError(message, status, retryAfterMs);
  if (status !== null && REQUEST_AT_FAULT.includes(status)) {
    const { param, code } = fieldsOf(said);
    return new RequestError(
      parameterOf(param),
      `the upstream refuses the request: ${status} ${forClient(text, apiKey)}`.trimEnd(),
      code === 'context_length_exceeded' ? 'context-length' : 'invalid',
      // Clients get the message, logs get this too.
      { cause: error },
    );
  }
  return error;
}

/** The failure of a row, from whatever was thrown while it was asked for or read. */
export function failureOf(thrown: unknown, apiKey: string | undefined): RowFailure {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof FailedResponse) return error.failure;
    if (error instanceof UpstreamError || error instanceof RequestError) {
      return { error, again: false, lost: false };
    }
  }
  // An error object amid the stream, as the client throws it.
  if (thrown instanceof Error && 'error' in thrown && thrown.error !== undefined) {
    const said = thrown.error;
    const error = errorOf({ status: statusOf(fieldsOf(said).code), said, retryAfterMs: null }, apiKey);
    return { error, again: false, lost: false };
  }
  const why = `the upstream failed: ${forLog(causes(thrown), apiKey)}`;
  // What is no JSON has come over a connection that works.
  const lost = !(thrown instanceof SyntaxError);
  return { error: new UpstreamError(why, null, null, { cause: thrown }), again: lost, lost };
}

/** Some upstreams have the status as the code of an error in the stream. */
function statusOf(code: unknown): number | null {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : null;
}

function parameterOf(param: unknown): string {
  if (typeof param !== 'string' || !/^[\w.[\]-]{1,64}$/.test(param)) return 'prompt';
  return PARAMETERS.get(param) ?? param;
}

function fieldsOf(said: unknown): { readonly param?: unknown; readonly code?: unknown } {
  return typeof said === 'object' && said !== null ? said : {};
}

/** OpenAI's `message`, FastAPI's `detail`, a text as it is, of all else the JSON. */
function textOf(said: unknown): string {
  if (typeof said === 'string') return said;
  if (said === null || said === undefined) return '';
  const { message, detail } = said as { readonly message?: unknown; readonly detail?: unknown };
  const words = message ?? detail;
  return typeof words === 'string' ? words : JSON.stringify(words ?? said);
}

/** What fetch throws says little; what is behind it, more. */
function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message || ('code' in error ? String(error.code) : error.name);
  return error.cause === undefined ? said : `${said} (${causes(error.cause)})`;
}
