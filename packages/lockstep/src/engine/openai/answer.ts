import { UpstreamError } from '../errors.js';
import type { FinishReason, GenerationResult, PreparedRequest, TokenPart } from '../engine.js';
import type { AnswerEvent } from './read-chunk.js';
import { bounded } from '../bounded-text.js';

/** What upstreams call the ends that an engine knows; OpenAI's words first. */
const FINISH_REASONS = new Map<string, FinishReason>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
]);

/** A token may come in several parts: it may end in the middle of a character, which has at most 4 bytes. */
const MOST_PARTS_PER_TOKEN = 4;
/** Most characters of one answer, whatever was asked for. */
const MOST_TEXT = 8 * 2 ** 20;

/** The answer of one row, as it comes in. */
export class Answer {
  /** Whether an event has come. */
  begun = false;
  private text = '';
  private parts = 0;
  private finishReason: string | null = null;
  private usage: AnswerEvent['usage'] = null;

  constructor(
    private readonly prepared: Pick<PreparedRequest, 'promptTokens' | 'maxTokens'>,
    private readonly emit: (part: TokenPart) => void,
  ) {}

  /** Whether the upstream has said that the text is whole. What may still come is the usage. */
  get finished(): boolean {
    return this.finishReason !== null;
  }

  /** @throws UpstreamError where more comes than was asked for, or than any answer may have */
  take({ text, finishReason, usage }: AnswerEvent): void {
    this.begun = true;
    this.finishReason ??= finishReason;
    this.usage = usage ?? this.usage;
    if (text === '') return;
    this.parts++;
    const { maxTokens } = this.prepared;
    if (this.parts > MOST_PARTS_PER_TOKEN * maxTokens) {
      throw new UpstreamError(
        `the upstream sent more than the ${maxTokens} tokens that were asked for`,
        null,
      );
    }
    if (this.text.length + text.length > MOST_TEXT) {
      throw new UpstreamError(`the upstream sent more than ${MOST_TEXT} characters for one answer`, null);
    }
    this.text += text;
    this.emit({ text, tokens: 1 });
  }

  /** The upstream has nothing more to say: a result, if it said why. */
  complete(): GenerationResult | UpstreamError {
    if (this.finishReason === null) {
      return new UpstreamError(
        this.begun
          ? 'the upstream broke off its answer: it gave no finish_reason'
          : 'the upstream answered with no event of a stream; expected text/event-stream',
        null,
      );
    }
    const finishReason = FINISH_REASONS.get(this.finishReason);
    if (finishReason === undefined) {
      return new UpstreamError(
        `the upstream ended its answer with finish_reason '${bounded(this.finishReason, 100)}'; expected stop or length`,
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
      promptTokens: this.usage?.promptTokens ?? this.prepared.promptTokens,
      outputTokens: this.usage?.outputTokens ?? this.parts,
    };
  }
}
