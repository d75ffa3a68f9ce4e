const MOST_CHARACTERS = 80;

/** A value of a request as an error shows it: as JSON, and of a long one only the beginning. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = asJson(value) ?? 'something nested too deeply to be shown';
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** A value of a request as JSON; null for one that nests so deeply that it could be read but cannot be written. */
export function asJson(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
