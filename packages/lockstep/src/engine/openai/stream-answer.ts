import type { OpenAI } from 'openai';
import type { ChatMessage, GenerationRequest } from '../engine.js';
import type { CompleteOptions } from './options.js';

/** What one event of the upstream's stream says; each part may be missing. */
export interface AnswerEvent {
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: { readonly promptTokens: number; readonly outputTokens: number } | null;
}

interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/**
 * Asks the upstream, and resolves when it begins to answer: text at `/completions`, messages at `/chat/completions`.
 * Until then the client sends the request again as it sees fit: after 408, 409, 429 and 5xx, when the connection fails
 * or is silent, and when `Retry-After` says.
 */
export async function streamAnswer(
  client: OpenAI,
  { model, chatOnly }: Pick<CompleteOptions, 'model' | 'chatOnly'>,
  request: GenerationRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<AnswerEvent>> {
  const { prompt } = request;
  const body = {
    model,
    stream: true,
    stream_options: { include_usage: true },
    ...parameters(request),
  } as const;
  if (typeof prompt === 'string' && !chatOnly) {
    const stream = await client.completions.create({ ...body, prompt }, { signal });
    return events(stream, (choice) => choice.text);
  }
  const messages: ChatMessage[] =
    typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : [...prompt];
  const stream = await client.chat.completions.create({ ...body, messages }, { signal });
  return events(stream, (choice) => choice.delta.content);
}

/** Only what was asked for is sent: for all else the upstream has its own defaults. */
function parameters({ maxTokens, temperature, topP, seed, stop = [], ignoreEnd }: GenerationRequest) {
  return {
    // The newer `max_completion_tokens` is unknown to many servers that speak this protocol.
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(seed !== undefined && { seed }),
    ...(stop.length > 0 && { stop: [...stop] }),
    ...(ignoreEnd === true && { ignore_eos: true }),
  };
}

async function* events<Choice extends { readonly finish_reason: string | null }>(
  stream: AsyncIterable<{ readonly choices: readonly Choice[]; readonly usage?: Usage | null }>,
  textOf: (choice: Choice) => string | null | undefined,
): AsyncGenerator<AnswerEvent> {
  for await (const { choices, usage } of stream) {
    // The event with the usage has no choice.
    const choice = choices[0];
    yield {
      text: (choice && textOf(choice)) ?? '',
      finishReason: choice?.finish_reason ?? null,
      usage: usage ? { promptTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null,
    };
  }
}
