import type { GenerationRequest } from './engine.js';
import { RequestError } from './errors.js';

/**
 * Refuses by its length a text that cannot fit into the context, before it is tokenised: every token has at most so many
 * bytes, and every byte is in a token.
 * @param longestToken bytes of the longest token's text; null where the tokenizer may drop or join text
 * @throws RequestError with reason `context-length`
 */
export function refuseTooLong(text: string, longestToken: number | null, contextTokens: number): void {
  if (longestToken === null) return;
  const least = Math.ceil(Buffer.byteLength(text) / longestToken);
  if (least < contextTokens) return;
  throw new RequestError(
    'prompt',
    `the prompt has at least ${least} tokens; expected at most ${contextTokens - 1}, so that one can be generated ` +
      `within the context of ${contextTokens}`,
    'context-length',
  );
}

/** Prompts of up to so many UTF-16 code units are tokenised at once, in a few milliseconds; longer ones in a thread. */
const SHORT = 1024;

export function isShort(prompt: GenerationRequest['prompt']): boolean {
  if (typeof prompt === 'string') return prompt.length <= SHORT;
  return prompt.reduce((length, { content }) => length + content.length, 0) <= SHORT;
}
