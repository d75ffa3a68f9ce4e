import type { FinishReason, GenerationContext, GenerationResult, PreparedRequest } from './engine.js';
import { isCancelled } from './is-cancelled.js';
import { StopStrings } from './stop-strings.js';

/** Makes text of one row's tokens, which may end in the middle of a character. */
export interface RowText<Token> {
  /** Takes the next token; returns the text that is complete with it. */
  push(token: Token): string;
  /** The row has ended: returns what is left, broken as it is. */
  end(): string;
}

/** One row of an engine that makes tokens: takes them, tells what they say, and knows when it is done. */
export class TokenRow<Token> {
  /** Null while the row goes on. */
  result: GenerationResult | null = null;
  private readonly stops: StopStrings;
  private text = '';
  private outputTokens = 0;

  constructor(
    private readonly place: number,
    private readonly prepared: PreparedRequest,
    private readonly context: GenerationContext,
    private readonly characters: RowText<Token>,
  ) {
    this.stops = new StopStrings(prepared.request.stop ?? []);
  }

  get cancelled(): boolean {
    return isCancelled(this.context, this.place);
  }

  /** @param token not one that ends the text */
  take(token: Token): void {
    this.outputTokens++;
    const text = this.stops.push(this.characters.push(token));
    if (this.stops.stopped) this.finish('stop', text, 1);
    else if (this.outputTokens === this.prepared.maxTokens) this.finish('length', text, 1);
    else this.emit(text, 1);
  }

  /**
   * Ends the row, with what was held back.
   * @param text what its last token brought
   * @param tokens 1 with a last token, 0 without
   */
  finish(reason: FinishReason, text = '', tokens: 0 | 1 = 0): void {
    const last = text + this.stops.push(this.characters.end()) + this.stops.end();
    if (last !== '' || tokens > 0) this.emit(last, tokens);
    this.result = {
      text: this.text,
      finishReason: this.stops.stopped ? 'stop' : reason,
      promptTokens: this.prepared.promptTokens,
      outputTokens: this.outputTokens,
    };
    this.context.answer?.(this.place, this.result);
  }

  private emit(text: string, tokens: number): void {
    this.text += text;
    this.context.emit?.(this.place, { text, tokens });
  }
}
