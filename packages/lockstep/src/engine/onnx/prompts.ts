import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { ChatMessage, GenerationRequest } from '../engine.js';
import { RequestError } from '../errors.js';
import { plainChat } from '../plain-chat.js';
import { refuseTooLong } from '../prompt-length.js';

export interface PromptSettings {
  /** Used where the tokenizer itself has none. */
  readonly chatTemplate: string | null;
  /** Bytes of the longest token's text; null where the tokenizer may drop or join text. */
  readonly longestToken: number | null;
  readonly contextTokens: number;
}

/**
 * Makes tokens of prompts. What a user wrote never becomes a special token: where a text has the name of one, it is cut
 * within that name, and its parts are tokenised apart.
 */
export class Prompts {
  private readonly template: string | null;
  private readonly specials: RegExp | null;

  constructor(
    private readonly tokenizer: PreTrainedTokenizer,
    private readonly settings: PromptSettings,
  ) {
    const { chatTemplate } = settings;
    this.template = tokenizer.chat_template === null ? chatTemplate : tokenizer.get_chat_template();
    const names = specialTokens(tokenizer);
    // Whatever its letters' case: some tokenizers make all of them small first.
    this.specials = names.length === 0 ? null : new RegExp(names.map(escaped).join('|'), 'gi');
  }

  /**
   * Refuses by its length what cannot fit. Messages that go through a template are measured once they have: it may cut
   * them.
   * @throws RequestError with reason `context-length`
   */
  refuseTooLong(prompt: GenerationRequest['prompt']): void {
    if (typeof prompt !== 'string' && this.template !== null) return;
    this.measure(typeof prompt === 'string' ? prompt : plainChat(prompt));
  }

  /**
   * @throws RequestError for messages that the template refuses, for an empty prompt if nothing stands before it, and for
   *   one that cannot fit into the context
   */
  tokens(prompt: GenerationRequest['prompt']): number[] {
    this.refuseTooLong(prompt);
    const tokens = typeof prompt === 'string' ? this.textTokens(prompt) : this.chatTokens(prompt);
    if (tokens.length > 0) return tokens;
    throw new RequestError('prompt', 'prompt: expected at least one token for this model, got none');
  }

  private textTokens(text: string): number[] {
    const [start, ...rest] = this.cut(text).split(CUT);
    return [this.tokenizer.encode(start!), ...rest.map((part) => this.bareTokens(part))].flat();
  }

  private chatTokens(messages: readonly ChatMessage[]): number[] {
    if (this.template === null) return this.textTokens(plainChat(messages));
    const harmless = messages.map(({ role, content }) => ({ role, content: this.cut(content) }));
    const text = this.rendered(harmless, this.template);
    this.measure(text.replaceAll(CUT, ''));
    return text.split(CUT).flatMap((part) => this.bareTokens(part));
  }

  private measure(text: string): void {
    refuseTooLong(text, this.settings.longestToken, this.settings.contextTokens);
  }

  private rendered(messages: ChatMessage[], template: string): string {
    try {
      return this.tokenizer.apply_chat_template(messages, {
        chat_template: template,
        add_generation_prompt: true,
        tokenize: false,
      });
    } catch (error) {
      throw new RequestError(
        'prompt',
        `prompt: the model's chat template refuses these messages: ${(error as Error).message}`,
      );
    }
  }

  private bareTokens(text: string): number[] {
    return this.tokenizer.encode(text, { add_special_tokens: false });
  }

  /** Marks where a text is to be cut: behind the first character of every special token's name. */
  private cut(text: string): string {
    if (text.includes(CUT)) {
      throw new RequestError('prompt', 'prompt: expected text, got U+FDD0, which is no character');
    }
    if (this.specials === null) return text;
    return text.replace(this.specials, (name) => name.slice(0, 1) + CUT + name.slice(1));
  }
}

/** A noncharacter of Unicode, which no text that is interchanged has. */
const CUT = '\ufdd0';

/** Version 3 of transformers.js has another name for them. */
function specialTokens(tokenizer: PreTrainedTokenizer & { special_tokens?: string[] }): readonly string[] {
  return tokenizer.all_special_tokens ?? tokenizer.special_tokens ?? [];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
