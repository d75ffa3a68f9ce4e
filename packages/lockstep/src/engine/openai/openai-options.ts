import { bounded } from '../bounded-text.js';
import { checkCount, checkText } from '../check-options.js';
import { EngineError } from '../errors.js';

/** Node's fetch gives up by itself after that much silence. */
const LONGEST_SILENCE_MS = 300_000;
/** A day. */
const LONGEST_ANSWER_MS = 86_400_000;

export interface OpenAiEngineOptions {
  /**
   * Where the API begins, as the official client takes it: `http://127.0.0.1:8000/v1`. Without user and password, and
   * without a query.
   */
  readonly baseURL: string;
  /** The model, as the upstream names it. */
  readonly model: string;
  /** Sent to `baseURL` alone, as `Authorization: Bearer …`; none by default. Environment variables are not looked at. */
  readonly apiKey?: string;
  /** Most requests at the same time: an integer ≥ 1, or Infinity (default 8). */
  readonly maxBatchSize?: number;
  /** The model's context, if it is known: an integer ≥ 2, or Infinity (the default). The upstream checks it. */
  readonly contextTokens?: number;
  /**
   * How often a request is sent again that the upstream has not begun to answer: an integer ≥ 0 (default 2). It is not
   * sent again where the upstream asks to wait for more than 5 seconds.
   */
  readonly maxRetries?: number;
  /** Longest silence of the upstream before or within an answer (ms): above 0, up to 300,000 (the default). */
  readonly timeoutMs?: number;
  /** Longest time for one answer with all that is sent again (ms): above 0, up to 86,400,000, a day (default 3,600,000). */
  readonly answerTimeoutMs?: number;
  /** Most bytes that are read of one answer's stream: an integer ≥ 1 (default 67,108,864, 64 MiB). */
  readonly maxAnswerBytes?: number;
  /** Sends text prompts as a chat of one message, for an upstream that has no `/completions` (default false). */
  readonly chatOnly?: boolean;
  /** The upstream knows `ignore_eos`, as vLLM and SGLang do: requests may ask for `ignoreEos` (default false). */
  readonly ignoreEos?: boolean;
}

/**
 * Checks the options and adds the defaults.
 * @throws EngineError that says what was expected and what came
 */
export function complete(options: OpenAiEngineOptions) {
  const {
    baseURL,
    model,
    apiKey,
    maxBatchSize = 8,
    contextTokens = Infinity,
    maxRetries = 2,
    timeoutMs = LONGEST_SILENCE_MS,
    answerTimeoutMs = 3_600_000,
    maxAnswerBytes = 64 * 2 ** 20,
    chatOnly = false,
    ignoreEos = false,
  } = options;
  checkUrl(baseURL);
  checkText('openaiEngine', 'model', model);
  if (apiKey !== undefined) checkKey(apiKey);
  checkCount('openaiEngine', 'maxBatchSize', maxBatchSize);
  checkCount('openaiEngine', 'contextTokens', contextTokens, 2);
  checkCount('openaiEngine', 'maxRetries', maxRetries, 0);
  checkDuration('timeoutMs', timeoutMs, LONGEST_SILENCE_MS);
  checkDuration('answerTimeoutMs', answerTimeoutMs, LONGEST_ANSWER_MS);
  checkCount('openaiEngine', 'maxAnswerBytes', maxAnswerBytes);
  return {
    baseURL,
    model,
    apiKey,
    maxBatchSize,
    contextTokens,
    maxRetries,
    timeoutMs: Math.ceil(timeoutMs),
    answerTimeoutMs: Math.ceil(answerTimeoutMs),
    maxAnswerBytes,
    chatOnly,
    ignoreEos,
  };
}

export type CompleteOptions = ReturnType<typeof complete>;

/** Nothing of a URL that may hold a secret stands in an error. */
function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new EngineError(
      `openaiEngine: expected baseURL to be an http or https URL, got ${bounded(String(text).replace(/\/\/[^/@]*@/, '//…@'), 200)}`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new EngineError(
      'openaiEngine: expected baseURL to have no user and no password; a key is given as apiKey',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new EngineError('openaiEngine: expected baseURL to have no query and no fragment');
  }
}

/** A key is never shown. A line break in it would end the header. */
function checkKey(apiKey: string): void {
  if (typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)) return;
  throw new EngineError(
    `openaiEngine: expected apiKey to be visible ASCII characters, got ${apiKey === '' ? "''" : 'something else'}`,
  );
}

function checkDuration(option: string, ms: number, most: number): void {
  if (ms > 0 && ms <= most) return;
  throw new EngineError(`openaiEngine: expected ${option} to be above 0, up to ${most}, got ${String(ms)}`);
}
