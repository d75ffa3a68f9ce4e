import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternOf, PrefixSearch } from '../../src/engine/prefix-search.js';

const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });

/** The naive definition: the longest beginning of the pattern with which the text ends. */
function longestBeginning(pattern: string, read: string): number {
  for (let length = pattern.length; length > 0; length--) {
    if (read.endsWith(pattern.slice(0, length))) return length;
  }
  return 0;
}

test('after every code unit the longest beginning is matched with which the text ends', () => {
  fc.assert(
    fc.property(text(1, 8), text(0, 40), (pattern, whole) => {
      const search = new PrefixSearch(patternOf(pattern));
      for (let read = 1; read <= whole.length && !search.found; read++) {
        search.take(whole.charCodeAt(read - 1));
        expect(search.matched).toBe(longestBeginning(pattern, whole.slice(0, read)));
        expect(search.comparisons).toBeLessThanOrEqual(2 * read);
      }
    }),
    { numRuns: 2000 },
  );
});
