const MOST_CHARACTERS = 80;

/** A value of a request as an error shows it: as JSON, and of a long one only the beginning. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
