import { shown } from './style.js';
import { visible } from './visible.js';

/**
 * Prints a result on stdout. Names and contents of files may hold what a terminal would act upon; only the marks of this
 * process's own style reach it.
 */
export function printResult(text: string): void {
  process.stdout.write(shown(text));
}

/** Prints a message on stderr, on one line; lines of a list or of a stack, indented by two blanks or more, follow. */
export function printMessage(text: string): void {
  const lines = text.split(/\n(?= {2})/);
  process.stderr.write(`${lines.map((line) => visible(shortened(line))).join('\n')}\n`);
}

/** The longest line of a message (UTF-16 code units), and how much of a longer one is shown from its end. */
const MOST_LINE = 2000;
const SHOWN_END = 500;

/**
 * A line of a message without its middle, where it is longer than 2000 characters: it repeats a value as it came, which
 * may be a whole file that was pasted into an option. What was expected stands at its beginning or its end.
 */
export function shortened(line: string): string {
  const left = line.length - MOST_LINE;
  if (left <= 0) return line;
  return `${line.slice(0, MOST_LINE - SHOWN_END)}… (${left} characters left out) …${line.slice(-SHOWN_END)}`;
}
