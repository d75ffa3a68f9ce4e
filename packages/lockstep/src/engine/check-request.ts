import type { ChatMessage, EngineAbilities, GenerationRequest } from './engine.js';
import { bounded } from './bounded-text.js';
import { RequestError } from './errors.js';

/** As many as `GenerationRequest.stop` may hold; OpenAI takes 4, vLLM any number. */
const MOST_STOP_STRINGS = 16;
/** How much of a text an error shows, in UTF-16 code units. */
const MOST_SHOWN = 100;
/** Of all stop strings together, in UTF-16 code units. */
const MOST_STOP_LENGTH = 2 ** 18;
const ROLES: readonly string[] = ['system', 'user', 'assistant'] satisfies ChatMessage['role'][];

/**
 * Checks every field of a request, and that the engine can do what it asks. Whether the prompt fits is `outputLimit`'s
 * to say, once its tokens are counted.
 * @throws RequestError naming the first field that is wrong; reason `unsupported` for what the engine cannot do
 */
export function checkRequest(request: GenerationRequest, can: EngineAbilities): void {
  checkPrompt(request.prompt, can);
  const { maxTokens, temperature, topP, seed, stop, ignoreEos } = request;
  if (maxTokens !== undefined && !(Number.isSafeInteger(maxTokens) && maxTokens >= 1)) {
    throw new RequestError('maxTokens', `maxTokens: expected an integer ≥ 1, got ${shown(maxTokens)}`);
  }
  if (temperature !== undefined) {
    if (!isNumber(temperature) || !(temperature >= 0 && temperature <= 2)) {
      throw new RequestError('temperature', `temperature: expected 0 to 2, got ${shown(temperature)}`);
    }
    if (temperature > 0 && !can.sampling) throw cannot('temperature', 'cannot sample', '0', temperature);
  }
  if (topP !== undefined) {
    if (!isNumber(topP) || !(topP > 0 && topP <= 1)) {
      throw new RequestError('topP', `topP: expected above 0, up to 1, got ${shown(topP)}`);
    }
    if (topP < 1 && !can.sampling) throw cannot('topP', 'cannot sample', '1', topP);
  }
  if (seed !== undefined) checkSeed(seed, can);
  if (stop !== undefined) checkStop(stop, can);
  if ('ignoreEnd' in request) throw new RequestError('ignoreEnd', 'ignoreEnd: is named ignoreEos now');
  if (ignoreEos !== undefined) {
    if (typeof ignoreEos !== 'boolean') {
      throw new RequestError('ignoreEos', `ignoreEos: expected true or false, got ${shown(ignoreEos)}`);
    }
    if (ignoreEos && !can.ignoreEos) {
      throw cannot('ignoreEos', 'cannot go on past the natural end', 'false', ignoreEos);
    }
  }
}

function checkPrompt(prompt: GenerationRequest['prompt'], can: EngineAbilities): void {
  if (typeof prompt === 'string') return;
  if (!Array.isArray(prompt)) {
    throw new RequestError('prompt', `prompt: expected text or a list of messages, got ${shown(prompt)}`);
  }
  if (!can.chat) throw cannot('prompt', 'takes no messages', 'text', prompt);
  if (prompt.length === 0)
    throw new RequestError('prompt', 'prompt: expected at least one message, got none');
  prompt.forEach((message: ChatMessage, i) => {
    if (!ROLES.includes(message?.role)) {
      throw new RequestError(
        'prompt',
        `prompt[${i}].role: expected ${ROLES.join(', ')}, got ${shown(message?.role)}`,
      );
    }
    if (typeof message.content !== 'string') {
      throw new RequestError('prompt', `prompt[${i}].content: expected text, got ${shown(message.content)}`);
    }
  });
}

/** @throws RequestError for a seed that is not an integer, or that the engine cannot take */
export function checkSeed(seed: number, can: EngineAbilities): void {
  if (!Number.isSafeInteger(seed)) {
    throw new RequestError(
      'seed',
      `seed: expected an integer from −(2^53 − 1) to 2^53 − 1, got ${shown(seed)}`,
    );
  }
  if (!can.seed) throw cannot('seed', 'takes no seed', 'none', seed);
}

function checkStop(stop: readonly string[], can: EngineAbilities): void {
  if (!Array.isArray(stop)) {
    throw new RequestError('stop', `stop: expected a list of strings, got ${shown(stop)}`);
  }
  if (stop.length > MOST_STOP_STRINGS) {
    throw new RequestError('stop', `stop: expected at most ${MOST_STOP_STRINGS} strings, got ${stop.length}`);
  }
  stop.forEach((text, i) => {
    if (typeof text !== 'string' || text === '') {
      throw new RequestError('stop', `stop[${i}]: expected a string that is not empty, got ${shown(text)}`);
    }
  });
  const length = stop.reduce((sum, text) => sum + text.length, 0);
  if (length > MOST_STOP_LENGTH) {
    throw new RequestError(
      'stop',
      `stop: expected strings of at most ${MOST_STOP_LENGTH} characters together, got ${length}`,
    );
  }
  if (stop.length > 0 && !can.stop) throw cannot('stop', 'knows no stop strings', 'none', stop);
}

function cannot(parameter: string, why: string, expected: string, got: unknown): RequestError {
  return new RequestError(
    parameter,
    `${parameter}: this engine ${why}; expected ${expected}, got ${shown(got)}`,
    'unsupported',
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** A value as an error shows it: numbers and the beginning of texts as they are, of all else only what it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${bounded(value, MOST_SHOWN)}'`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/**
 * The most output tokens that a row may have (≥ 1): what the request asks for, else what the prompt leaves of the
 * context (Infinity where the context is not known).
 * @param promptTokens tokens of the prompt, as the model sees them, ≥ 0
 * @param contextTokens the engine's `limits.contextTokens`
 * @throws RequestError with reason `context-length` where prompt and output do not fit, as OpenAI's API has it
 */
export function outputLimit(
  { maxTokens }: Pick<GenerationRequest, 'maxTokens'>,
  promptTokens: number,
  contextTokens: number,
): number {
  if (promptTokens >= contextTokens) {
    throw new RequestError(
      'prompt',
      `the prompt has ${promptTokens} tokens; expected at most ${contextTokens - 1}, so that one can be generated ` +
        `within the context of ${contextTokens}`,
      'context-length',
    );
  }
  if (maxTokens === undefined) return contextTokens - promptTokens;
  if (promptTokens + maxTokens > contextTokens) {
    throw new RequestError(
      'maxTokens',
      `${promptTokens} prompt tokens and ${maxTokens} to generate do not fit into the context of ${contextTokens} tokens`,
      'context-length',
    );
  }
  return maxTokens;
}
