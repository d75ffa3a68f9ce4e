import { printMessage } from './print.js';

/** Says something that is no result: on stderr, so that stdout holds the result alone. */
export function sayNotes(sentences: readonly string[]): void {
  for (const sentence of sentences) printMessage(sentence);
}
