/** A Markdown table; `|` within a cell is escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Six significant digits without padding: enough to see every tolerance at work. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}
