const MOST_CHARACTERS = 80;

/** What JSON can say and JavaScript cannot hold, such as 1e400. */
const TOO_LARGE = 'a number that is too large';

/**
 * A value of a request as an error shows it: as JSON, and of a long one only the beginning. It takes no longer for a
 * large value than for a small one, and shows one that nests too deeply for `JSON.stringify`.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = written(value, '');
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** Writes behind `text`, until that is too long to be shown; every level of nesting makes it longer. */
function written(value: unknown, text: string): string {
  if (typeof value === 'string') return text + JSON.stringify(value.slice(0, MOST_CHARACTERS));
  if (typeof value === 'number' && !Number.isFinite(value)) return text + TOO_LARGE;
  if (typeof value !== 'object' || value === null) return text + JSON.stringify(value);
  const isList = Array.isArray(value);
  let all = text + (isList ? '[' : '{');
  let isFirst = true;
  for (const key in value) {
    if (all.length > MOST_CHARACTERS) return all;
    if (!isFirst) all += ',';
    isFirst = false;
    if (!isList) all = `${written(key, all)}:`;
    all = written((value as Record<string, unknown>)[key], all);
  }
  return all + (isList ? ']' : '}');
}
