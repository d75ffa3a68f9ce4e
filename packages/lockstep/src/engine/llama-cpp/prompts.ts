import type { ChatHistoryItem, JinjaTemplateChatWrapper, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage, GenerationRequest } from '../engine.js';
import { EngineError, RequestError } from '../errors.js';
import { plainChat } from '../plain-chat.js';
import { refuseTooLong } from '../prompt-length.js';
import type { OpenModel } from './open-model.js';

/** Makes tokens of prompts. What a user wrote never becomes a special token, whatever it looks like. */
export class Prompts {
  private readonly model: LlamaModel;
  private readonly template: JinjaTemplateChatWrapper | null;

  private readonly longestToken: number | null;
  private readonly contextTokens: number;

  /** @throws EngineError when the model has a chat template that cannot be understood */
  constructor({ backend, model, contextTokens }: Pick<OpenModel, 'backend' | 'model' | 'contextTokens'>) {
    this.model = model;
    this.contextTokens = contextTokens;
    this.longestToken = longestTokenOf(model);
    const template = model.fileInfo.metadata.tokenizer.chat_template;
    this.template = template ? readTemplate(backend.package, model, template) : null;
  }

  /**
   * Refuses by its length what cannot fit. Messages that go through a template are measured once they have: it may cut
   * them.
   * @throws RequestError with reason `context-length`
   */
  refuseTooLong(prompt: GenerationRequest['prompt']): void {
    if (typeof prompt !== 'string' && this.template !== null) return;
    refuseTooLong(
      typeof prompt === 'string' ? prompt : plainChat(prompt),
      this.longestToken,
      this.contextTokens,
    );
  }

  /**
   * @throws RequestError for messages that the template refuses, for an empty prompt if nothing stands before it, and for
   *   one that cannot fit into the context
   */
  tokens(prompt: GenerationRequest['prompt']): Token[] {
    this.refuseTooLong(prompt);
    const tokens = this.withBeginning(
      typeof prompt === 'string' ? this.model.tokenize(prompt) : this.chatTokens(prompt),
    );
    if (tokens.length > 0) return tokens;
    throw new RequestError('prompt', 'prompt: expected at least one token for this model, got none');
  }

  private chatTokens(messages: readonly ChatMessage[]): Token[] {
    if (this.template === null) return this.model.tokenize(plainChat(messages));
    try {
      const chatHistory = messages.map(historyItem);
      const { contextText } = this.template.generateContextState({ chatHistory });
      refuseTooLong(contextText.toString(), this.longestToken, this.contextTokens);
      return contextText.tokenize(this.model.tokenizer);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw new RequestError(
        'prompt',
        `prompt: the model's chat template refuses these messages: ${messageOf(error)}`,
      );
    }
  }

  /** Most models want a token that says where a text begins; some templates write it themselves. */
  private withBeginning(tokens: Token[]): Token[] {
    const { bos, shouldPrependBosToken } = this.model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }
}

/** Tokenizers of which every byte of a text is in a token: byte-level BPE, and SentencePiece's with its bytes. */
const KEEPS_ALL: readonly unknown[] = ['gpt2', 'llama'];

/** Bytes of the longest token's text, or more; null where a bound would not be sound. */
function longestTokenOf({ fileInfo }: LlamaModel): number | null {
  const { ggml } = fileInfo.metadata.tokenizer;
  if (!KEEPS_ALL.includes(ggml?.model) || !Array.isArray(ggml.tokens)) return null;
  const texts: readonly unknown[] = ggml.tokens;
  // One that is no whole character is at least a byte of it; characters that are not known have up to 4.
  return texts.reduce<number>((most, text) => Math.max(most, Buffer.byteLength(String(text))), 4);
}

function readTemplate(
  { JinjaTemplateChatWrapper }: OpenModel['backend']['package'],
  model: LlamaModel,
  template: string,
): JinjaTemplateChatWrapper {
  try {
    return new JinjaTemplateChatWrapper({
      template,
      tokenizer: model.tokenizer,
      // Whether a model that can think aloud does so is left to its template.
      reasoning: null,
      additionalRenderParameters: { add_generation_prompt: true },
    });
  } catch (error) {
    throw new EngineError(`${model.filename}: its chat template cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function historyItem({ role, content }: ChatMessage): ChatHistoryItem {
  return role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
