import type { OpenAI } from 'openai';
import type { ChatMessage, GenerationRequest } from '../engine.js';
import type { CompleteOptions } from './openai-options.js';

/**
 * Asks the upstream once, and resolves when it begins to answer: text at `/completions`, messages at
 * `/chat/completions`.
 * @returns its events, in whatever shape they come
 */
export async function streamAnswer(
  client: OpenAI,
  { model, chatOnly }: Pick<CompleteOptions, 'model' | 'chatOnly'>,
  request: GenerationRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<unknown>> {
  const { prompt } = request;
  const body = {
    model,
    stream: true,
    stream_options: { include_usage: true },
    ...parameters(request),
  } as const;
  if (typeof prompt === 'string' && !chatOnly)
    return client.completions.create({ ...body, prompt }, { signal });
  const messages: ChatMessage[] =
    typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : [...prompt];
  return client.chat.completions.create({ ...body, messages }, { signal });
}

/** Only what was asked for is sent: for all else the upstream has its own defaults. */
function parameters({ maxTokens, temperature, topP, seed, stop = [], ignoreEos }: GenerationRequest) {
  return {
    // The newer `max_completion_tokens` is unknown to many servers that speak this protocol.
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(seed !== undefined && { seed }),
    ...(stop.length > 0 && { stop: [...stop] }),
    ...(ignoreEos === true && { ignore_eos: true }),
  };
}
