import { checkCount, checkText } from '../check-options.js';
import { EngineError } from '../errors.js';

/** Node's fetch gives up by itself after that much silence. */
const LONGEST_SILENCE_MS = 300_000;

export interface OpenAiEngineOptions {
  /** Where the API begins, as the official client takes it: `http://127.0.0.1:8000/v1`. */
  readonly baseURL: string;
  /** The model, as the upstream names it. */
  readonly model: string;
  /** Sent as `Authorization: Bearer …`; none by default. Environment variables are not looked at. */
  readonly apiKey?: string;
  /** Most requests at the same time: an integer ≥ 1, or Infinity (default 8). */
  readonly maxBatchSize?: number;
  /** The model's context, if it is known: an integer ≥ 2, or Infinity (the default). The upstream checks it. */
  readonly contextTokens?: number;
  /** How often a request is sent again that the upstream has not begun to answer: an integer ≥ 0 (default 2). */
  readonly maxRetries?: number;
  /** Longest silence of the upstream before or within an answer (ms): above 0, up to 300,000 (the default). */
  readonly timeoutMs?: number;
  /** Sends text prompts as a chat of one message, for an upstream that has no `/completions` (default false). */
  readonly chatOnly?: boolean;
  /** The upstream knows `ignore_eos`, as vLLM and SGLang do: requests may ask for `ignoreEnd` (default false). */
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
    chatOnly = false,
    ignoreEos = false,
  } = options;
  if (!/^https?:$/.test(protocolOf(baseURL))) {
    throw new EngineError(
      `openaiEngine: expected baseURL to be an http or https URL, got ${String(baseURL)}`,
    );
  }
  checkText('openaiEngine', 'model', model);
  if (apiKey !== undefined) checkText('openaiEngine', 'apiKey', apiKey);
  checkCount('openaiEngine', 'maxBatchSize', maxBatchSize);
  checkCount('openaiEngine', 'contextTokens', contextTokens, 2);
  checkCount('openaiEngine', 'maxRetries', maxRetries, 0);
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_SILENCE_MS)) {
    throw new EngineError(
      `openaiEngine: expected timeoutMs to be above 0, up to ${LONGEST_SILENCE_MS}, got ${String(timeoutMs)}`,
    );
  }
  return {
    baseURL,
    model,
    apiKey,
    maxBatchSize,
    contextTokens,
    maxRetries,
    timeoutMs: Math.ceil(timeoutMs),
    chatOnly,
    ignoreEos,
  };
}

export type CompleteOptions = ReturnType<typeof complete>;

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
