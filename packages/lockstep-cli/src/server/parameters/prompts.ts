import { ApiError } from '../error-table.js';
import { refuse } from './read.js';

/** @throws ApiError for anything but a text or a list of texts, lists of tokens among them */
export function readPrompts(prompt: unknown): readonly string[] {
  if (typeof prompt === 'string') return [prompt];
  if (!Array.isArray(prompt) || prompt.length === 0) {
    return refuse('prompt', 'a string or a list of strings', prompt ?? undefined);
  }
  if (prompt.every((each) => typeof each === 'string')) return prompt as readonly string[];
  if (prompt.every((each) => typeof each === 'number' || Array.isArray(each))) {
    throw new ApiError('unsupported', 'prompt: this server takes text, not tokens', { param: 'prompt' });
  }
  return refuse('prompt', 'a string or a list of strings', prompt);
}
