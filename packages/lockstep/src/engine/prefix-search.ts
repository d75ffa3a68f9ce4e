/**
 * Looks for a pattern in a text that comes one code unit at a time (Knuth, Morris and Pratt, Fast Pattern Matching in
 * Strings, 1977). Takes at most two comparisons per code unit of the text on average, whatever pattern and text are.
 */
export class PrefixSearch {
  /** How many of the newest code units are the beginning of the pattern: the longest such beginning. */
  matched = 0;
  /** Comparisons of code units so far: at most twice as many as code units of the text. */
  comparisons = 0;

  constructor(private readonly pattern: Pattern) {}

  get found(): boolean {
    return this.matched === this.pattern.text.length;
  }

  /** Takes the next code unit; not to be called again once the pattern has been found. */
  take(codeUnit: number): void {
    const { codeUnits, borders } = this.pattern;
    while (true) {
      this.comparisons++;
      if (codeUnits[this.matched] === codeUnit) {
        this.matched++;
        return;
      }
      if (this.matched === 0) return;
      this.matched = borders[this.matched - 1]!;
    }
  }
}

/** A pattern, made ready to be looked for. */
export interface Pattern {
  readonly text: string;
  readonly codeUnits: Uint16Array;
  /** By place: how long the longest beginning of the pattern is that also ends there, and is not all up to there. */
  readonly borders: Int32Array;
}

/** Makes a pattern ready, in time that is linear in its length. */
export function patternOf(text: string): Pattern {
  const codeUnits = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const borders = new Int32Array(text.length);
  let length = 0;
  for (let i = 1; i < codeUnits.length; i++) {
    while (length > 0 && codeUnits[i] !== codeUnits[length]) length = borders[length - 1]!;
    if (codeUnits[i] === codeUnits[length]) length++;
    borders[i] = length;
  }
  return { text, codeUnits, borders };
}
