/**
 * What one token adds to the study's mock text: the prompt, a space, and "generated_text" repeated ⌊tokens/2⌋ times.
 * The first token brings the prompt and a space too; two tokens are one repetition, and an odd last one brings nothing.
 * @param token from 1 to `tokens`
 * @param tokens how many the whole text has, ≥ 1
 */
export function mockToken(token: number, tokens: number): string {
  if (token === tokens && tokens % 2 === 1) return '';
  return token % 2 === 1 ? 'generated' : '_text';
}

/** Characters of two tokens, with which the text repeats itself. */
const PERIOD = 'generated_text'.length;

/** How long the whole text is that has so many tokens, in UTF-16 code units. */
export function mockLength(prompt: string, tokens: number): number {
  return prompt.length + 1 + PERIOD * Math.floor(tokens / 2);
}

/**
 * How many tokens of a mock text there are to look at for a stop string: one that does not begin in the prompt or in the
 * first repetition begins nowhere, since every later place is like an earlier one.
 * @param longest length of the longest stop string
 */
export function tokensToSearch(longest: number): number {
  return 2 * (1 + Math.ceil(longest / PERIOD)) + 1;
}

/** How much of a text is looked at in one piece, in UTF-16 code units. */
export const PIECE_LENGTH = 2 ** 14;

/** A text in pieces that take little time each. */
export function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE_LENGTH) yield text.slice(at, at + PIECE_LENGTH);
}

/** Counts the words of a text that comes in pieces, as white space separates them. */
export class WordCount {
  words = 0;
  private withinWord = false;

  push(piece: string): void {
    for (let i = 0; i < piece.length; i++) {
      const isSpace = isWhiteSpace(piece.charCodeAt(i));
      if (!isSpace && !this.withinWord) this.words++;
      this.withinWord = !isSpace;
    }
  }
}

/** As in `\s` of a regular expression. */
function isWhiteSpace(codeUnit: number): boolean {
  if (codeUnit <= 0x20) return codeUnit === 0x20 || (codeUnit >= 0x09 && codeUnit <= 0x0d);
  if (codeUnit < 0xa0) return false;
  return (
    codeUnit === 0xa0 ||
    codeUnit === 0x1680 ||
    (codeUnit >= 0x2000 && codeUnit <= 0x200a) ||
    codeUnit === 0x2028 ||
    codeUnit === 0x2029 ||
    codeUnit === 0x202f ||
    codeUnit === 0x205f ||
    codeUnit === 0x3000 ||
    codeUnit === 0xfeff
  );
}
