import { StopStrings } from 'lockstep/engine';

const TOKENS = [
  ' the',
  ' whale',
  ' and',
  ' a',
  ' sea',
  ',',
  ' of',
  ' men',
  ' ship',
  ' 🐋',
  ' went',
  ' up',
  ' to',
];

export interface ToyRequest {
  readonly prompt: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly stop: readonly string[];
  readonly ignoreEos: boolean;
}

export interface ToyToken {
  readonly text: string;
  /** Set on the last one. */
  readonly finishReason: 'stop' | 'length' | null;
}

/** A model of a few words: what it writes depends on the prompt, and on the seed where it samples. */
export function* toyTokens(request: ToyRequest): Generator<ToyToken> {
  let state = hash(request.temperature === 0 ? request.prompt : `${request.seed} ${request.prompt}`);
  const stops = new StopStrings(request.stop);
  for (let count = 1; ; count++) {
    state = hash(String(state));
    const ended = state % 40 === 0 && !request.ignoreEos;
    const text = ended ? stops.end() : stops.push(TOKENS[state % TOKENS.length]!);
    if (ended || stops.stopped) return yield { text, finishReason: 'stop' };
    if (count < request.maxTokens) {
      yield { text, finishReason: null };
    } else {
      const rest = text + stops.end();
      return yield { text: rest, finishReason: stops.stopped ? 'stop' : 'length' };
    }
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
