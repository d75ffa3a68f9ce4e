import type { LlamaModel, Token } from 'node-llama-cpp';
import { incompleteTokens } from '../incomplete-character.js';
import type { RowText } from '../token-row.js';

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

  push(token: Token): string {
    this.pending.push(token);
    const held = incompleteTokens(this.pending, this.textOf(this.pending), (tokens) => this.textOf(tokens));
    return this.textOf(this.pending.splice(0, this.pending.length - held));
  }

  end(): string {
    return this.textOf(this.pending.splice(0));
  }

  private textOf(tokens: readonly Token[]): string {
    if (tokens.length === 0) return '';
    return tokens.length === 1 ? this.texts.of(tokens[0]!) : this.texts.ofAll(tokens);
  }
}
