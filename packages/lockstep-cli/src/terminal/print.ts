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
  process.stderr.write(`${lines.map(visible).join('\n')}\n`);
}
