import { GENERATION_PARAMETERS } from '../parameters/generation.js';
import { readMessages } from '../parameters/messages.js';
import type { Endpoint, Ending } from './endpoint.js';

/** A chat to be answered. */
export const chatCompletions: Endpoint = {
  path: '/v1/chat/completions',
  idPrefix: 'chatcmpl-',
  answerObject: 'chat.completion',
  chunkObject: 'chat.completion.chunk',
  promptParameter: 'messages',
  known: new Set([...GENERATION_PARAMETERS, 'messages', 'max_completion_tokens']),
  // The template has them already.
  neutral: { add_special_tokens: [false] },
  prompts: ({ messages }) => [readMessages(messages)],
  choice: (index, text, ending) => ({
    index,
    message: { role: 'assistant', content: text, refusal: null },
    logprobs: null,
    finish_reason: ending,
  }),
  opening: (index) => delta(index, { role: 'assistant', content: '' }, null),
  piece: (index, text) => delta(index, { content: text }, null),
  closing: (index, ending) => delta(index, {}, ending),
};

function delta(index: number, content: object, ending: Ending | null): object {
  return { index, delta: content, logprobs: null, finish_reason: ending };
}
