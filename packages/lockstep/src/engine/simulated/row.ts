import type { GenerationResult, PreparedRequest } from '../engine.js';
import { plainChat } from '../plain-chat.js';
import { StopStrings } from '../stop-strings.js';
import type { Turns } from '../turns.js';
import { mockToken, piecesOf, tokensToSearch } from './mock-text.js';

/** One row of a simulated batch. */
export class Row {
  cancelled = false;
  private readonly prompt: string;
  private readonly stops: StopStrings;
  private text = '';
  private untold = '';
  private tokens = 0;

  private constructor(
    readonly place: number,
    readonly prepared: PreparedRequest,
    /** At which token it ends when it is not cancelled: at a stop string, else at its most. */
    readonly outputTokens: number,
  ) {
    this.prompt = promptOf(prepared);
    this.stops = new StopStrings(prepared.request.stop ?? []);
  }

  /**
   * Finds out where the row ends, in pieces.
   * @throws the signal's reason when it is aborted meanwhile
   */
  static async open(
    place: number,
    prepared: PreparedRequest,
    turns: Turns,
    signal: AbortSignal,
  ): Promise<Row> {
    const { maxTokens, request } = prepared;
    const { stop = [] } = request;
    if (stop.length === 0) return new Row(place, prepared, maxTokens);
    const stops = new StopStrings(stop);
    const longest = stop.reduce((length, text) => Math.max(length, text.length), 0);
    const most = Math.min(maxTokens, tokensToSearch(longest));
    for (let token = 1; token <= most; token++) {
      for (const piece of piecesOfToken(promptOf(prepared), token, maxTokens)) {
        stops.push(piece);
        if (stops.stopped) return new Row(place, prepared, token);
        if (turns.due) await turns.next(signal);
      }
    }
    return new Row(place, prepared, maxTokens);
  }

  /** Makes its tokens up to one, at most to its end. Yields after each piece of text, so that other work may have a turn. */
  *advanceTo(token: number): Generator<void> {
    while (this.tokens < token) {
      this.tokens++;
      for (const piece of piecesOfToken(this.prompt, this.tokens, this.prepared.maxTokens)) {
        this.untold += this.stops.push(piece);
        yield;
      }
    }
    if (token === this.outputTokens) this.untold += this.stops.end();
  }

  /** The text that has come since the last time. */
  takeText(): string {
    const text = this.untold;
    this.untold = '';
    this.text += text;
    return text;
  }

  result(): GenerationResult {
    this.takeText();
    return {
      text: this.text,
      finishReason: this.cancelled ? 'cancelled' : this.stops.stopped ? 'stop' : 'length',
      promptTokens: this.prepared.promptTokens,
      outputTokens: this.tokens,
    };
  }
}

function promptOf({ request: { prompt } }: PreparedRequest): string {
  return typeof prompt === 'string' ? prompt : plainChat(prompt);
}

/** The first token brings the prompt, which may be long. */
function* piecesOfToken(prompt: string, token: number, tokens: number): Generator<string> {
  if (token === 1) {
    yield* piecesOf(prompt);
    yield ' ';
  }
  yield mockToken(token, tokens);
}
