import { chatCompletions } from './chat-completions.js';
import { completions } from './completions.js';
import type { Endpoint } from './endpoint.js';

export type { Ending, Endpoint } from './endpoint.js';

/** Every way to ask for text. */
export const ENDPOINTS: readonly Endpoint[] = [completions, chatCompletions];
