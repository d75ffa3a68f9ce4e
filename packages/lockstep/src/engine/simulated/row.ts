import type { GenerationResult, PreparedRequest } from '../engine.js';
import { plainChat } from '../plain-chat.js';
import { StopStrings } from '../stop-strings.js';
import { mockToken } from './mock-text.js';

/** One row of a simulated batch. */
export class Row {
  /** At which token it ends when nobody cancels it: at a stop string, else at its most. */
  readonly outputTokens: number;
  cancelled = false;
  private readonly prompt: string;
  private readonly stops: StopStrings;
  private text = '';
  private tokens = 0;

  constructor(
    readonly place: number,
    readonly prepared: PreparedRequest,
  ) {
    const { prompt, stop = [] } = prepared.request;
    this.prompt = typeof prompt === 'string' ? prompt : plainChat(prompt);
    this.stops = new StopStrings(stop);
    this.outputTokens = stop.length === 0 ? prepared.maxTokens : this.untilStop(new StopStrings(stop));
  }

  /** Makes its tokens up to this one, at most to its end; returns the text that they let out. */
  advanceTo(token: number): string {
    let out = '';
    while (this.tokens < token) out += this.stops.push(this.token(++this.tokens));
    if (token === this.outputTokens) out += this.stops.end();
    this.text += out;
    return out;
  }

  result(): GenerationResult {
    return {
      text: this.text,
      finishReason: this.cancelled ? 'cancelled' : this.stops.stopped ? 'stop' : 'length',
      promptTokens: this.prepared.promptTokens,
      outputTokens: this.tokens,
    };
  }

  private untilStop(stops: StopStrings): number {
    const { maxTokens } = this.prepared;
    for (let token = 1; token <= maxTokens; token++) {
      stops.push(this.token(token));
      if (stops.stopped) return token;
    }
    return maxTokens;
  }

  private token(token: number): string {
    return mockToken(this.prompt, token, this.prepared.maxTokens);
  }
}
