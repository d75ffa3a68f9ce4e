/** Control characters, line breaks, and what turns the direction of a line: a terminal or a log would act on them. */

const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/**
 * A text of unknown origin as a message can show it: on one line, without control characters, and cut where it is long.
 * @param most of its UTF-16 code units, ≥ 1
 */
export function bounded(text: string, most: number): string {
  // Cut before it is looked at, so that a long text costs no more than a short one.
  const start = text.slice(0, most).replace(UNPRINTABLE, ' ').trim();
  return text.length > most ? `${start.replace(/[\ud800-\udbff]$/, '')}…` : start;
}
