import { unmarked } from './style.js';
import { visible } from './visible.js';

/** A column of a table. */
export interface Column {
  readonly head: string;
  /** Words to the left, numbers to the right. */
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** Lines of a table: a head, then the rows, in columns as wide as they need. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  styleHead: (text: string) => string,
): string[] {
  const widths = columns.map(({ head }, i) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(row[i]!))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padded(cell, widths[i]!, columns[i]!.align))
      .join(GAP)
      .trimEnd();
  return [styleHead(line(columns.map(({ head }) => head))), ...rows.map(line)];
}

/**
 * Breaks words into lines of at most `width` columns; later lines are indented by `indent` blanks. Line ends within the
 * text are those of names: they are shown, not followed.
 */
export function wrapped(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line.trim() !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function padded(cell: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(width - widthOf(cell));
  return align === 'left' ? cell + blanks : blanks + cell;
}

function widthOf(text: string): number {
  return unmarked(text).length;
}
