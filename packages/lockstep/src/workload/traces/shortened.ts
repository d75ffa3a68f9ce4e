/** Characters of the longest line of a trace, a row of which has far fewer. */
export const MOST_LINE_CHARACTERS = 16_000_000;

/** A text as it stands in a message: of a long one its beginning. */
export function shortened(text: string, most = 200): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}
