/** Marks text for a terminal; plain everywhere else. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
}

/** Colors only on a terminal that has them and where NO_COLOR does not forbid them. */
export function openStyle(stream: NodeJS.WriteStream): Style {
  const colored = stream.isTTY && stream.hasColors() && !process.env.NO_COLOR;
  const mark = (on: number, off: number) => (text: string) =>
    colored ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return { bold: mark(1, 22), dim: mark(2, 22), red: mark(31, 39), green: mark(32, 39) };
}
