import type { APIError } from 'openai';
import { RequestError } from '../errors.js';

/** An upstream that cannot be reached, failed, or broke off its answer; `cause` is what the client threw. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';

  constructor(
    message: string,
    /** The HTTP status that it answered; null if it did not. */
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Statuses with which an upstream says that the request is at fault. */
const REQUEST_AT_FAULT: readonly unknown[] = [400, 413, 422];

/** Fields of a request, by the names that upstreams give them. */
const PARAMETERS: Readonly<Record<string, string>> = {
  messages: 'prompt',
  max_tokens: 'maxTokens',
  max_completion_tokens: 'maxTokens',
  top_p: 'topP',
  ignore_eos: 'ignoreEnd',
};

/**
 * The failure of one row, from what the client threw: a RequestError where the upstream says that the request is at
 * fault (about the prompt, where it names no parameter), else an UpstreamError.
 */
export function rowError(error: unknown): RequestError | UpstreamError {
  const { status, message, param, code } = error as Partial<APIError> & Error;
  if (REQUEST_AT_FAULT.includes(status)) {
    const parameter = param ?? 'prompt';
    return new RequestError(
      PARAMETERS[parameter] ?? parameter,
      `the upstream refuses the request: ${message}`,
      code === 'context_length_exceeded' ? 'context-length' : 'invalid',
    );
  }
  const what =
    status === undefined ? `the upstream failed: ${causes(error)}` : `the upstream answered ${message}`;
  return new UpstreamError(what, status ?? null, { cause: error });
}

/** What fetch throws says little; what is behind it, more. */
function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message || ('code' in error ? String(error.code) : error.name);
  return error.cause === undefined ? said : `${said} (${causes(error.cause)})`;
}
