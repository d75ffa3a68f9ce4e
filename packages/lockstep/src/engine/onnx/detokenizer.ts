import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { incompleteTokens } from '../incomplete-character.js';
import type { RowText } from '../token-row.js';

/** Tokens of the prompt that its output's first token is read after. */
const CONTEXT = 4;

/**
 * The text of one row's tokens as they come. A token may end in the middle of a character, and what it says may depend
 * on the one before it (a space at the start of a text is dropped by some tokenizers): tokens are read together with
 * those before them, and text is let out once it is whole.
 */
export class Detokenizer implements RowText<number> {
  /** The last tokens whose text is out. */
  private before: readonly number[];
  private beforeText: string;
  private pending: number[] = [];
  private readonly specials: ReadonlySet<number>;

  /** @param prompt its tokens */
  constructor(
    private readonly tokenizer: PreTrainedTokenizer,
    prompt: readonly number[],
  ) {
    this.specials = new Set(tokenizer.all_special_ids);
    this.before = prompt.slice(-CONTEXT).filter((token) => !this.specials.has(token));
    this.beforeText = this.textOf(this.before);
  }

  /** Special tokens have no text. */
  push(token: number): string {
    if (this.specials.has(token)) return '';
    this.pending.push(token);
    const held = incompleteTokens(this.pending, this.pendingText(), (tokens) => this.textOf(tokens));
    return this.letOut(this.pending.length - held);
  }

  end(): string {
    return this.letOut(this.pending.length);
  }

  private letOut(count: number): string {
    if (count === 0) return '';
    const tokens = this.pending.splice(0, count);
    const text = this.textOf([...this.before, ...tokens]).slice(this.beforeText.length);
    this.before = tokens;
    this.beforeText = this.textOf(tokens);
    return text;
  }

  private pendingText(): string {
    return this.textOf([...this.before, ...this.pending]).slice(this.beforeText.length);
  }

  private textOf(tokens: readonly number[]): string {
    if (tokens.length === 0) return '';
    return this.tokenizer.decode([...tokens], { clean_up_tokenization_spaces: false });
  }
}
