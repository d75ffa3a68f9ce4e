import type { ChatMessage } from './engine.js';

/**
 * The prompt that a chat becomes for a model without a chat template: the messages' contents, a line break between
 * them. Such a model has learnt no roles, so it is given none to continue.
 */
export function plainChat(messages: readonly ChatMessage[]): string {
  return messages.map(({ content }) => content).join('\n');
}
