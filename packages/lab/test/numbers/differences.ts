/** Browsers and Node may differ in the last bit of `log` and `exp`. */
const TOLERANCE = 1e-9;

/** Every place in which two plain values differ, as a line; numbers may differ by a billionth. */
export function differences(page: unknown, commandLine: unknown, path = ''): string[] {
  if (isPlain(page) && isPlain(commandLine)) {
    const keys = new Set([...Object.keys(page), ...Object.keys(commandLine)]);
    return [...keys].flatMap((key) =>
      differences(page[key], commandLine[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Object.is(page, commandLine)) return [];
  if (typeof page === 'number' && typeof commandLine === 'number') {
    const size = Math.max(Math.abs(page), Math.abs(commandLine));
    if (Math.abs(page - commandLine) <= TOLERANCE * size) return [];
  }
  return [`${path}: ${page} in the page, ${commandLine} on the command line`];
}

/** Sentences hold figures that were rounded: they must be the very same. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
