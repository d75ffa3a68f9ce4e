import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { RowText } from '../token-row.js';

/** What stands for bytes that are no whole character. */
const REPLACEMENT = '\ufffd';
/** A character has at most 4 bytes, and a token at least one. */
const MOST_PENDING = 4;
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

  /** Takes the next token; returns the text that is complete with it. Special tokens have none. */
  push(token: number): string {
    if (this.specials.has(token)) return '';
    this.pending.push(token);
    const text = this.pendingText();
    if (text.endsWith(REPLACEMENT) && this.pending.length < MOST_PENDING) return '';
    this.before = this.pending;
    this.beforeText = this.textOf(this.before);
    this.pending = [];
    return text;
  }

  /** The row has ended: returns what is left, broken as it is. */
  end(): string {
    return this.pendingText();
  }

  private pendingText(): string {
    if (this.pending.length === 0) return '';
    return this.textOf([...this.before, ...this.pending]).slice(this.beforeText.length);
  }

  private textOf(tokens: readonly number[]): string {
    if (tokens.length === 0) return '';
    return this.tokenizer.decode([...tokens], { clean_up_tokenization_spaces: false });
  }
}
