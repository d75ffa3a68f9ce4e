import { randomUUID } from 'node:crypto';
import { visibleLines } from './visible.js';

/** Marks text for a terminal; plain everywhere else. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
}

/** Told apart from the same sequence in a file by a name that is drawn anew in every process. */
const NAME = randomUUID();

/** A mark as it stands in a text that is to be printed, with its code. */
const MARK = new RegExp(`\\x1b\\[(\\d+)m<${NAME}>`);

/** A text as it may reach a terminal: its own marks as they are, all else visible. */
export function shown(text: string): string {
  return text
    .split(MARK)
    .map((part, i) => (i % 2 === 0 ? visibleLines(part) : `\x1b[${part}m`))
    .join('');
}

/** A text without its marks. */
export function unmarked(text: string): string {
  return text
    .split(MARK)
    .filter((_, i) => i % 2 === 0)
    .join('');
}

/** Colors only on a terminal that has them and where NO_COLOR does not forbid them. */
export function openStyle(stream: NodeJS.WriteStream): Style {
  const colored = stream.isTTY && stream.hasColors() && !process.env.NO_COLOR;
  const mark = (on: number, off: number) => (text: string) =>
    colored ? `\x1b[${on}m<${NAME}>${text}\x1b[${off}m<${NAME}>` : text;
  return { bold: mark(1, 22), dim: mark(2, 22), red: mark(31, 39), green: mark(32, 39) };
}
