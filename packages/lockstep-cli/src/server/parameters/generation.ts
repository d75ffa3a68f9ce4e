import type { GenerationRequest } from 'lockstep/engine';
import { ApiError } from '../error-table.js';
import { boolean, type Given, isObject, number, refuse, text } from './read.js';
import { shown } from './shown.js';

/** What both endpoints read besides what is to be continued or answered. */
export interface GenerationParameters {
  /** The model that the client names; undefined where it names none. */
  readonly model: string | undefined;
  readonly sampling: Omit<GenerationRequest, 'prompt'>;
  /** Answers to each prompt, ≥ 1. */
  readonly n: number;
  readonly stream: boolean;
  /** Whether a stream is to end with its token counts. */
  readonly includeUsage: boolean;
}

/** The names of those parameters. */
export const GENERATION_PARAMETERS: readonly string[] = [
  'ignore_eos',
  'max_tokens',
  'model',
  'n',
  'seed',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
];

/** As many as an engine takes; OpenAI takes 4. */
const MOST_STOP_STRINGS = 16;
/** As in OpenAI's API. */
const MOST_ANSWERS = 128;

/** What no stream here has, so that it can be declined. */
const STREAM_OPTIONS_OFF: ReadonlySet<string> = new Set(['continuous_usage_stats', 'include_obfuscation']);

const tokens = number('a whole number ≥ 1', (value) => Number.isSafeInteger(value) && value >= 1);
const answers = number(
  `a whole number from 1 to ${MOST_ANSWERS}`,
  (value) => Number.isInteger(value) && value >= 1 && value <= MOST_ANSWERS,
);
const wholeNumber = number('a whole number within ±(2^53 − 1)', Number.isSafeInteger);
const upToTwo = number('a number from 0 to 2', (value) => value >= 0 && value <= 2);
const share = number('a number above 0 and up to 1', (value) => value > 0 && value <= 1);

/** @throws ApiError for the first value that is none */
export function readGeneration(given: Given): GenerationParameters {
  const stream = boolean(given, 'stream') ?? false;
  return {
    model: text(given, 'model'),
    sampling: readSampling(given),
    n: answers(given, 'n') ?? 1,
    stream,
    includeUsage: readIncludeUsage(given, stream),
  };
}

function readSampling(given: Given): GenerationParameters['sampling'] {
  const maxTokens = readMaxTokens(given);
  const temperature = upToTwo(given, 'temperature');
  const topP = share(given, 'top_p');
  const seed = wholeNumber(given, 'seed');
  const stop = readStop(given.stop ?? undefined);
  const ignoreEos = boolean(given, 'ignore_eos');
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop }),
    ...(ignoreEos !== undefined && { ignoreEos }),
  };
}

/** A chat has a newer name for it. */
function readMaxTokens(given: Given): number | undefined {
  const old = tokens(given, 'max_tokens');
  const { max_completion_tokens: newer } = given;
  const current = tokens(given, 'max_completion_tokens');
  if (old !== undefined && current !== undefined && old !== current) {
    refuse('max_completion_tokens', `the same as max_tokens, which is ${old}`, newer);
  }
  return current ?? old;
}

function readStop(stop: unknown): readonly string[] | undefined {
  if (stop === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(stop) ? stop : [stop];
  if (list.length > MOST_STOP_STRINGS) {
    const message = `stop: expected at most ${MOST_STOP_STRINGS} strings, got ${list.length}`;
    throw new ApiError('invalid', message, { param: 'stop' });
  }
  if (list.every((each) => typeof each === 'string' && each !== '')) return list as readonly string[];
  return refuse('stop', 'a string or a list of strings, none of them empty', stop);
}

function readIncludeUsage(given: Given, stream: boolean): boolean {
  const { stream_options: options } = given;
  if (options === undefined || options === null) return false;
  if (!isObject(options)) refuse('stream_options', 'an object', options);
  for (const name in options) {
    if (name === 'include_usage' || options[name] === null) continue;
    if (!STREAM_OPTIONS_OFF.has(name)) refuse('stream_options', 'include_usage alone', options);
    if (options[name] === false) continue;
    const param = `stream_options.${name}`;
    const message = `${param}: this server cannot do that; expected false, got ${shown(options[name])}`;
    throw new ApiError('unsupported', message, { param });
  }
  const usage = options.include_usage ?? false;
  if (typeof usage !== 'boolean') refuse('stream_options.include_usage', 'true or false', usage);
  if (usage && !stream) refuse('stream_options', 'none without stream: true', options);
  return usage;
}
