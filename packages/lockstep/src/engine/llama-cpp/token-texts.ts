import type { LlamaModel, Token } from 'node-llama-cpp';
import type { RowText } from '../token-row.js';

/** What stands for bytes that are no whole character. */
const REPLACEMENT = '\ufffd';
/** A character has at most 4 bytes, and a token at least one. */
const MOST_PENDING = 4;

/** The texts of a model's tokens. Remembers them: a row asks for one at every step. */
export class TokenTexts {
  private readonly known = new Map<Token, string>();
  /** Some tokenizers drop the space before a text's first token, but output always goes on after something. */
  private readonly before: readonly Token[];

  constructor(private readonly model: Pick<LlamaModel, 'tokenize' | 'detokenize'>) {
    this.before = model.tokenize('a');
  }

  of(token: Token): string {
    let text = this.known.get(token);
    if (text === undefined) {
      text = this.ofAll([token]);
      this.known.set(token, text);
    }
    return text;
  }

  ofAll(tokens: readonly Token[]): string {
    return this.model.detokenize(tokens, false, this.before);
  }
}

/** The text of one row, whose tokens may end in the middle of a character. */
export class LlamaText implements RowText<Token> {
  private pending: Token[] = [];

  constructor(private readonly texts: TokenTexts) {}

  /** Takes the next token; returns the text that is complete with it. */
  push(token: Token): string {
    this.pending.push(token);
    const text = this.pendingText();
    if (text.endsWith(REPLACEMENT) && this.pending.length < MOST_PENDING) return '';
    this.pending = [];
    return text;
  }

  /** The row has ended: returns what is left, broken as it is. */
  end(): string {
    return this.pending.length === 0 ? '' : this.pendingText();
  }

  private pendingText(): string {
    return this.pending.length === 1 ? this.texts.of(this.pending[0]!) : this.texts.ofAll(this.pending);
  }
}
