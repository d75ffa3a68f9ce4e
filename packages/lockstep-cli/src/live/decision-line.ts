/** A line of a decision file, or what is left of one. */
export interface Line {
  /** File and number, for errors. */
  readonly where: string;
  readonly text: string;
  /** Undefined for what is no whole line. */
  readonly content: object | undefined;
  readonly type: unknown;
  /** The name of the run that it belongs to; null where it has none. */
  readonly run: string | null;
  /** Its beginning, for errors. */
  readonly shown: string;
}

/** How every line begins; inside a text its quotes would stand behind backslashes, so that it can be nothing else. */
const BEGINNING = '{"type":"';

/**
 * What stands on a line: one line as it was written, or, where one that was cut off has no end, that and what was
 * appended to it, each by itself.
 */
export function piecesOfLine(text: string, where: string): Line[] {
  const whole = parsed(text);
  if (whole !== undefined) return [lineOf(text, where, whole)];
  const pieces = text.split(BEGINNING).map((piece, i) => (i === 0 ? piece : BEGINNING + piece));
  return pieces.filter((piece) => piece !== '').map((piece) => lineOf(piece, where, parsed(piece)));
}

function lineOf(text: string, where: string, content: object | undefined): Line {
  const { type, run } = (content ?? {}) as { type?: unknown; run?: unknown };
  const cutOff = content === undefined ? /^\{"type":"\w+","run":"([^"\\]+)"/.exec(text) : null;
  return {
    where,
    text,
    content,
    type,
    run: typeof run === 'string' ? run : (cutOff?.[1] ?? null),
    shown: shown(text),
  };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const SHOWN = 60;

function shown(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
