/**
 * What a terminal would act upon, or show in another order: control characters, marks of direction and other characters
 * without a sight of their own, and line ends of every kind. Those that join letters of a script stay.
 */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text on one line in which everything can be seen: the rest stands as an escape of JSON, such as `\u001b`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escape);
}

/** The same of several lines, whose ends stay. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (character) => (character === '\n' ? character : escape(character)));
}

function escape(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
