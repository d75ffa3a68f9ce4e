import type { MessagePort } from 'node:worker_threads';
import { RequestError } from './errors.js';
import type { FromPromptThread, ToPromptThread } from './prompt-thread.js';

/** In a thread: makes tokens of the prompts that come over a port, one after another. */
export function answerPrompts(
  port: MessagePort,
  tokensOf: (prompt: ToPromptThread) => readonly number[],
): void {
  port.on('message', (prompt: ToPromptThread) => {
    const answer = answerTo(prompt, tokensOf);
    port.postMessage(answer, answer.type === 'tokens' ? [answer.tokens.buffer] : []);
  });
}

function answerTo(
  prompt: ToPromptThread,
  tokensOf: (prompt: ToPromptThread) => readonly number[],
): FromPromptThread {
  try {
    return { type: 'tokens', tokens: Int32Array.from(tokensOf(prompt)) };
  } catch (error) {
    if (!(error instanceof RequestError)) return { type: 'failed', message: String(error) };
    const { parameter, message, reason } = error;
    return { type: 'refused', refusal: { parameter, message, reason } };
  }
}
