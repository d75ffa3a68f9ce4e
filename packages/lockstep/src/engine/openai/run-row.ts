import type { OpenAI } from 'openai';
import type { GenerationResult, PreparedRequest, TokenPart } from '../engine.js';
import { Answer } from './answer.js';
import type { CompleteOptions } from './options.js';
import { streamAnswer } from './stream-answer.js';
import { rowError, UpstreamError } from './upstream-error.js';

/**
 * One row: one streamed request. Resolves with an Error when the upstream fails, and with finish reason `cancelled`
 * as soon as the signal is aborted.
 */
export async function runRow(
  client: OpenAI,
  options: CompleteOptions,
  prepared: PreparedRequest,
  cancelled: AbortSignal,
  emit: (part: TokenPart) => void,
): Promise<GenerationResult | Error> {
  const answer = new Answer(prepared.promptTokens, emit);
  if (cancelled.aborted) return answer.result('cancelled');

  const { timeoutMs } = options;
  const stop = new AbortController();
  const cancel = () => stop.abort();
  cancelled.addEventListener('abort', cancel);
  let silence: NodeJS.Timeout | undefined;
  try {
    const asked = streamAnswer(client, options, prepared.request, stop.signal);
    const events = await unlessAborted(asked, stop.signal);
    silence = setTimeout(() => stop.abort(), timeoutMs);
    for await (const event of events) {
      if (cancelled.aborted) break;
      silence.refresh();
      answer.take(event);
    }
    if (cancelled.aborted) return answer.result('cancelled');
    if (stop.signal.aborted) return new UpstreamError(`the upstream said nothing for ${timeoutMs} ms`, null);
    return answer.complete();
  } catch (error) {
    return cancelled.aborted ? answer.result('cancelled') : rowError(error);
  } finally {
    clearTimeout(silence);
    cancelled.removeEventListener('abort', cancel);
  }
}

/** The client does not look at the signal while it waits to send a request again; it does before it sends it. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
