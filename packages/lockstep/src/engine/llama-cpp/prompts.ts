import type { ChatHistoryItem, JinjaTemplateChatWrapper, LlamaModel, Token } from 'node-llama-cpp';
import type { ChatMessage, GenerationRequest } from '../engine.js';
import { EngineError, RequestError } from '../errors.js';
import { plainChat } from '../plain-chat.js';
import type { OpenModel } from './open-model.js';

/** Makes tokens of prompts. What a user wrote never becomes a special token, whatever it looks like. */
export class Prompts {
  private readonly model: LlamaModel;
  private readonly template: JinjaTemplateChatWrapper | null;

  /** @throws EngineError when the model has a chat template that cannot be understood */
  constructor({ backend, model }: OpenModel) {
    this.model = model;
    const template = model.fileInfo.metadata.tokenizer.chat_template;
    this.template = template ? readTemplate(backend.package, model, template) : null;
  }

  /** @throws RequestError for messages that the template refuses, and for an empty prompt if nothing stands before it */
  tokens(prompt: GenerationRequest['prompt']): Token[] {
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
      return this.template.generateContextState({ chatHistory }).contextText.tokenize(this.model.tokenizer);
    } catch (error) {
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
