/**
 * Whether a value of a request is the same JSON as another, members in any order. It looks no deeper than the value that
 * was expected, however large the other is.
 */
export function sameJson(value: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return value === expected;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) !== Array.isArray(expected)) return false;
  let members = 0;
  for (const key in value) {
    members++;
    if (!Object.hasOwn(expected, key)) return false;
    const each = (value as Record<string, unknown>)[key];
    if (!sameJson(each, (expected as Record<string, unknown>)[key])) return false;
  }
  return members === Object.keys(expected).length;
}
