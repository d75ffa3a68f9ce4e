import type { FinishReason, GenerationResult, TokenPart } from '../engine.js';
import type { AnswerEvent } from './stream-answer.js';
import { UpstreamError } from './upstream-error.js';

/** What OpenAI's API calls the ends that an engine knows. */
const FINISH_REASONS: Readonly<Record<string, FinishReason>> = { stop: 'stop', length: 'length' };

/** The answer of one row, as it comes in. */
export class Answer {
  private text = '';
  private parts = 0;
  private finishReason: string | null = null;
  private usage: AnswerEvent['usage'] = null;

  constructor(
    private readonly estimatedPromptTokens: number,
    private readonly emit: (part: TokenPart) => void,
  ) {}

  take({ text, finishReason, usage }: AnswerEvent): void {
    this.finishReason ??= finishReason;
    this.usage = usage ?? this.usage;
    if (text === '') return;
    this.text += text;
    this.parts++;
    this.emit({ text, tokens: 1 });
  }

  /** The upstream has nothing more to say: a result, if it said why. */
  complete(): GenerationResult | UpstreamError {
    if (this.finishReason === null) {
      return new UpstreamError('the upstream broke off its answer: it gave no finish_reason', null);
    }
    const finishReason = FINISH_REASONS[this.finishReason];
    if (finishReason === undefined) {
      return new UpstreamError(
        `the upstream ended its answer with finish_reason '${this.finishReason}'; expected stop or length`,
        null,
      );
    }
    // Tokens without a text of their own have come in no event.
    const unseen = this.usage === null ? 0 : this.usage.outputTokens - this.parts;
    if (unseen > 0) this.emit({ text: '', tokens: unseen });
    return this.result(finishReason);
  }

  /** Counts are the upstream's own, if it told them; else parts count as tokens, and the prompt's are estimated. */
  result(finishReason: FinishReason): GenerationResult {
    return {
      text: this.text,
      finishReason,
      promptTokens: this.usage?.promptTokens ?? this.estimatedPromptTokens,
      outputTokens: this.usage?.outputTokens ?? this.parts,
    };
  }
}
