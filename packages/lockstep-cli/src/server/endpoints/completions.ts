import { GENERATION_PARAMETERS } from '../parameters/generation.js';
import { readPrompts } from '../parameters/prompts.js';
import type { Endpoint, Ending } from './endpoint.js';

/** Texts to be continued, one or many. */
export const completions: Endpoint = {
  path: '/v1/completions',
  idPrefix: 'cmpl-',
  answerObject: 'text_completion',
  chunkObject: 'text_completion',
  promptParameter: 'prompt',
  known: new Set([...GENERATION_PARAMETERS, 'prompt']),
  neutral: { add_special_tokens: [true] },
  prompts: ({ prompt }) => readPrompts(prompt),
  choice: textChoice,
  opening: () => null,
  piece: (index, text) => textChoice(index, text, null),
  closing: (index, ending) => textChoice(index, '', ending),
};

function textChoice(index: number, text: string, ending: Ending | null): object {
  return { index, text, logprobs: null, finish_reason: ending };
}
