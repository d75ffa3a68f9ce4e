import { UpstreamError } from '../errors.js';
import { errorOf } from './upstream-error.js';

/** What one event of the upstream's stream says; each part may be missing. */
export interface AnswerEvent {
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: { readonly promptTokens: number; readonly outputTokens: number } | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Counts are written into records of 32 bits. */
const MOST_TOKENS = 2 ** 31 - 1;

/** Where a model says something that is no text; an answer without it would be another one. */
const NOT_TEXT = ['tool_calls', 'function_call', 'refusal', 'audio'];

/**
 * Reads an event of a stream, which may have any shape. What would change the answer is refused; what does not is passed
 * over: a missing choice, delta or usage, `null` for no text, fields that are not known.
 * @throws UpstreamError that says what was expected and what came
 */
export function readChunk(chunk: unknown, apiKey: string | undefined): AnswerEvent {
  if (!isObject(chunk)) throw wrong('an event', 'an object', chunk);
  // OpenAI's client throws what has an `error`; vLLM also sends errors in this shape.
  if (chunk.object === 'error') throw errorOf({ status: null, said: chunk, retryAfterMs: null }, apiKey);
  const choice = choiceOf(chunk.choices);
  return {
    text: choice === null ? '' : textOf(choice),
    finishReason: choice === null ? null : finishReasonOf(choice.finish_reason),
    usage: usageOf(chunk.usage),
  };
}

/** The choice that was asked for; null where an event has none, as the one with the usage. */
function choiceOf(choices: unknown): Fields | null {
  if (isAbsent(choices)) return null;
  if (!Array.isArray(choices)) throw wrong('choices', 'a list', choices);
  const list: readonly unknown[] = choices;
  const mine = list.find((choice) => !isObject(choice) || isAbsent(choice.index) || choice.index === 0);
  if (isAbsent(mine)) return null;
  if (!isObject(mine)) throw wrong('choices[0]', 'an object', mine);
  return mine;
}

/** The text of a choice, wherever the endpoint puts it. */
function textOf({ text, delta, message }: Fields): string {
  if (!isAbsent(message) && isAbsent(delta) && isAbsent(text)) {
    throw wrong('choices[0]', 'a part of a stream with text or delta', 'a whole message');
  }
  if (isAbsent(delta)) return plainText('choices[0].text', text);
  if (!isObject(delta)) throw wrong('choices[0].delta', 'an object', delta);
  const other = NOT_TEXT.find((name) => !isEmpty(delta[name]));
  if (other !== undefined) throw wrong('choices[0].delta', 'text', other);
  return plainText('choices[0].text', text) + contentText(delta.content);
}

/** A text, or a list of parts of one. */
function contentText(content: unknown): string {
  const name = 'choices[0].delta.content';
  if (!Array.isArray(content)) return plainText(name, content);
  return content.map((part: unknown, i) => partText(`${name}[${i}]`, part)).join('');
}

function partText(name: string, part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isObject(part)) throw wrong(name, 'a part with a type', part);
  // What a model thinks before it answers is no part of the answer, in a list or in a field of its own.
  if (part.type === 'thinking' || part.type === 'reasoning') return '';
  if (part.type !== 'text' && part.type !== 'output_text') throw wrong(`${name}.type`, "'text'", part.type);
  return plainText(`${name}.text`, part.text);
}

function plainText(name: string, value: unknown): string {
  if (isAbsent(value)) return '';
  if (typeof value !== 'string') throw wrong(name, 'text', value);
  return value;
}

/** Some upstreams write an empty one where the answer goes on. */
function finishReasonOf(value: unknown): string | null {
  if (isAbsent(value) || value === '') return null;
  if (typeof value !== 'string') throw wrong('choices[0].finish_reason', 'text', value);
  return value;
}

/** Counts that are none are as good as missing ones: there are our own. */
function usageOf(usage: unknown): AnswerEvent['usage'] {
  if (!isObject(usage)) return null;
  const { prompt_tokens: promptTokens, completion_tokens: outputTokens } = usage;
  return isCount(promptTokens) && isCount(outputTokens) ? { promptTokens, outputTokens } : null;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isEmpty(value: unknown): boolean {
  return isAbsent(value) || value === '' || (Array.isArray(value) && value.length === 0);
}

function wrong(name: string, expected: string, got: unknown): UpstreamError {
  return new UpstreamError(
    `the upstream sent something else than its API says: expected ${name} to be ${expected}, got ${kindOf(got)}`,
    null,
  );
}

/** Only what it is: its content is the upstream's. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return value.length <= 20 && /^[\w ]+$/.test(value) ? value : 'text';
  if (Array.isArray(value)) return 'a list';
  if (isAbsent(value) || typeof value !== 'object') return String(value);
  return 'an object';
}
