/** What stands for bytes that are no whole character, and for itself. */
const REPLACEMENT = '\ufffd';
/** A character has at most 4 bytes, and a token at least one. */
const MOST_TOKENS = 4;

/**
 * How many of the newest tokens to hold back because they may be the beginning of a character.
 * @param pending tokens whose text has not been let out
 * @param text of all of them
 * @param textOf makes the text of some of them
 */
export function incompleteTokens<Token>(
  pending: readonly Token[],
  text: string,
  textOf: (tokens: readonly Token[]) => string,
): number {
  if (!text.endsWith(REPLACEMENT)) return 0;
  if (pending.length < MOST_TOKENS) return pending.length;
  // Too many for one character: what is broken goes out, and only what may still become one is held.
  for (let held = MOST_TOKENS - 1; held > 0; held--) {
    if (textOf(pending.slice(-held)) === REPLACEMENT) return held;
  }
  return 0;
}
