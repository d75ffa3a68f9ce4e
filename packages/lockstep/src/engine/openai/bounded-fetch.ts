import { UpstreamError } from '../errors.js';
import type { CompleteOptions } from './openai-options.js';
import { retryAfterMs } from './retry-after.js';
import { errorOf, FailedResponse } from './upstream-error.js';

/** Most bytes of one event of a stream. A token's event has some hundred. */
const MOST_EVENT_BYTES = 2 ** 20;
/** How much of the body of an answer with an error status is read. */
const MOST_ERROR_BYTES = 2 ** 16;

/** Statuses after which the same request may be answered later, beside all from 500 on. */
const MAY_BE_ANSWERED_LATER: readonly number[] = [408, 409, 429];

/**
 * Node's fetch, for a server that may send anything: it follows no redirect (another server would get the prompt), reads
 * no more than has a limit, and throws a FailedResponse for every status but 2xx.
 */
export function boundedFetch({
  apiKey,
  maxAnswerBytes,
}: Pick<CompleteOptions, 'apiKey' | 'maxAnswerBytes'>): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (!response.ok) throw await failedResponse(response, apiKey);
    const { status, headers, body } = response;
    return new Response(body && body.pipeThrough(bounding(maxAnswerBytes)), { status, headers });
  };
}

async function failedResponse(response: Response, apiKey: string | undefined): Promise<FailedResponse> {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    const error = new UpstreamError(
      `the upstream answered ${status}, a redirect, which is not followed; expected the address where the API itself is`,
      status,
    );
    await response.body?.cancel();
    return new FailedResponse({ error, again: false, lost: false });
  }
  const said = parsed(await beginningOf(response));
  const error = errorOf({ status, said, retryAfterMs: retryAfterMs(headers) }, apiKey);
  return new FailedResponse({ error, again: mayBeAnsweredLater(status, headers), lost: false });
}

function mayBeAnsweredLater(status: number, headers: Headers): boolean {
  const advice = headers.get('x-should-retry');
  if (advice === 'true' || advice === 'false') return advice === 'true';
  return status >= 500 || MAY_BE_ANSWERED_LATER.includes(status);
}

/** The text of an answer, cut where it is long; empty where it breaks off. */
async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    // To leave the loop ends the connection.
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_ERROR_BYTES) break;
    }
  } catch {
    // The status has been told; what would have explained it is lost.
  }
  return Buffer.concat(chunks).toString('utf8', 0, MOST_ERROR_BYTES);
}

/** The `error` of a body in JSON, or what else it is. */
function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return (body as { readonly error?: unknown } | null)?.error ?? body;
  } catch {
    return text;
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Ends a stream of events that is too long, or in which one event is. */
function bounding(maxAnswerBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  let eventBytes = 0;
  let previous = LINE_FEED;
  /** An empty line ends an event. */
  let lineIsEmpty = true;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      for (const byte of chunk) {
        if (++eventBytes > MOST_EVENT_BYTES) break;
        if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
          lineIsEmpty = false;
        } else if (byte === CARRIAGE_RETURN || previous !== CARRIAGE_RETURN) {
          if (lineIsEmpty) eventBytes = 0;
          lineIsEmpty = true;
        }
        previous = byte;
      }
      if (eventBytes > MOST_EVENT_BYTES) {
        controller.error(
          new UpstreamError(`the upstream sent an event of more than ${MOST_EVENT_BYTES} bytes`, null),
        );
      } else if (bytes > maxAnswerBytes) {
        controller.error(
          new UpstreamError(
            `the upstream sent more than ${maxAnswerBytes} bytes for one answer (maxAnswerBytes)`,
            null,
          ),
        );
      } else {
        controller.enqueue(chunk);
      }
    },
  });
}
