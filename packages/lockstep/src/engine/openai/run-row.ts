import type { OpenAI } from 'openai';
import { UpstreamError } from '../errors.js';
import type { GenerationResult, PreparedRequest, TokenPart } from '../engine.js';
import { Answer } from './answer.js';
import type { CompleteOptions } from './openai-options.js';
import { readChunk } from './read-chunk.js';
import { streamAnswer } from './stream-answer.js';
import { failureOf, type RowFailure } from './upstream-error.js';

/** How a row has ended. */
export interface RowEnd {
  readonly result: GenerationResult | Error;
  /** Whether it failed because the upstream could not be reached, or because the connection was lost. */
  readonly lost: boolean;
  /** Whether an event of an answer has come. */
  readonly begun: boolean;
}

/** The first pause before a request is sent again; each one after it is twice as long. */
const FIRST_PAUSE_MS = 500;
/** The longest pause; an upstream that asks for a longer one is not asked again. */
const LONGEST_PAUSE_MS = 5000;
/** How long to wait for the usage once the text is whole. */
const USAGE_MS = 2000;

/**
 * One row: one streamed request, sent again where the upstream has not begun to answer it and may do so soon. Always
 * resolves: with an Error when the upstream fails, with finish reason `cancelled` as soon as the signal is aborted.
 */
export async function runRow(
  client: OpenAI,
  options: CompleteOptions,
  prepared: PreparedRequest,
  cancelled: AbortSignal,
  emit: (part: TokenPart) => void,
): Promise<RowEnd> {
  const answer = new Answer(prepared, emit);
  if (cancelled.aborted) return ended(answer.result('cancelled'), answer);
  const stop = new Stop(cancelled, options);
  try {
    for (let sent = 0; ; sent++) {
      const failure = await attempt(client, options, prepared, answer, stop);
      if (cancelled.aborted) return ended(answer.result('cancelled'), answer);
      if (failure === null) return ended(answer.complete(), answer);
      // A text that is whole stays so, whatever comes after it.
      if (answer.finished) return ended(answer.complete(), answer);
      const pauseMs = pauseBefore(failure, sent, options.maxRetries, answer);
      if (pauseMs === null) return { ...ended(failure.error, answer), lost: failure.lost };
      await stop.pause(pauseMs);
      if (cancelled.aborted) return ended(answer.result('cancelled'), answer);
    }
  } finally {
    stop.dispose();
  }
}

function ended(result: GenerationResult | Error, { begun }: Answer): RowEnd {
  return { result, lost: false, begun };
}

/** Sends the request once, and reads the answer. Resolves with null at the end of the stream, else with what failed. */
async function attempt(
  client: OpenAI,
  options: CompleteOptions,
  { request }: PreparedRequest,
  answer: Answer,
  stop: Stop,
): Promise<RowFailure | null> {
  try {
    stop.heard(options.timeoutMs);
    const events = await stop.orAborted(streamAnswer(client, options, request, stop.signal));
    const iterator = events[Symbol.asyncIterator]();
    while (true) {
      const { done, value } = await stop.orAborted(iterator.next());
      if (done) return null;
      answer.take(readChunk(value, options.apiKey));
      stop.heard(answer.finished ? Math.min(USAGE_MS, options.timeoutMs) : options.timeoutMs);
    }
  } catch (error) {
    const { reason } = stop;
    return reason === null ? failureOf(error, options.apiKey) : { error: reason, again: false, lost: false };
  } finally {
    // Whatever is still open: nothing of it is wanted.
    stop.endConnection();
  }
}

/** How long to wait before a request is sent again (ms); null where it is not. */
function pauseBefore(
  { error, again }: RowFailure,
  sent: number,
  maxRetries: number,
  { begun }: Answer,
): number | null {
  if (!again || begun || sent >= maxRetries) return null;
  const asked = error instanceof UpstreamError ? error.retryAfterMs : null;
  if (asked !== null) return asked <= LONGEST_PAUSE_MS ? asked : null;
  // Up to a quarter less, so that rows which failed together do not all come back together.
  return Math.min(FIRST_PAUSE_MS * 2 ** sent, LONGEST_PAUSE_MS) * (1 - Math.random() / 4);
}

/** Ends a row's connection: when the row is cancelled, when the upstream is silent, when the answer takes too long. */
class Stop {
  /** Why the row has been ended here; null where it has not. */
  reason: UpstreamError | null = null;
  private connection = new AbortController();
  private silence: NodeJS.Timeout | undefined;
  private readonly whole: NodeJS.Timeout;
  private readonly abort = () => this.connection.abort();

  constructor(
    private readonly cancelled: AbortSignal,
    { answerTimeoutMs }: Pick<CompleteOptions, 'answerTimeoutMs'>,
  ) {
    cancelled.addEventListener('abort', this.abort);
    this.whole = setTimeout(
      () => this.end(`the upstream took more than ${answerTimeoutMs} ms for one answer (answerTimeoutMs)`),
      answerTimeoutMs,
    );
  }

  get signal(): AbortSignal {
    return this.connection.signal;
  }

  /** The upstream has said something: from now on it may be silent for so long. */
  heard(mostMs: number): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(`the upstream said nothing for ${mostMs} ms`), mostMs);
  }

  /** What the client still waits for after an abort is not waited for. */
  orAborted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  async pause(ms: number): Promise<void> {
    clearTimeout(this.silence);
    this.connection = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await this.orAborted(over).catch(() => {
      // The next attempt ends at once.
    });
    clearTimeout(timer);
  }

  endConnection(): void {
    clearTimeout(this.silence);
    this.connection.abort();
  }

  dispose(): void {
    clearTimeout(this.silence);
    clearTimeout(this.whole);
    this.cancelled.removeEventListener('abort', this.abort);
  }

  private end(why: string): void {
    this.reason ??= new UpstreamError(why, null);
    this.connection.abort();
  }
}
