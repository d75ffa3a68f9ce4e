import fc from 'fast-check';
import { nearest } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { editDistance } from '../../src/scenario/nearest.js';

test('counts insertions, deletions, replacements and swaps of neighbors', () => {
  expect(editDistance('oldest', 'oldest')).toBe(0);
  expect(editDistance('oldst', 'oldest')).toBe(1);
  expect(editDistance('odlest', 'oldest')).toBe(1);
  expect(editDistance('wait', 'weight')).toBe(3);
  expect(editDistance('', 'gap')).toBe(3);
});

test('is a distance: zero for equal words alone, the same both ways, at most the longer word', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const edits = editDistance(a, b);
      expect(edits === 0).toBe(a === b);
      expect(editDistance(b, a)).toBe(edits);
      expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test('suggests a name that is close, and none for a word unlike all', () => {
  const names = ['atleast', 'full', 'none', 'oldest', 'window', 'gap'];
  expect(nearest('oldst', names)).toBe('oldest');
  expect(nearest('Window', names)).toBe('window');
  expect(nearest('gaps', names)).toBe('gap');
  expect(nearest('at-least', names)).toBe('atleast');
  expect(nearest('continuous', names)).toBeNull();
  expect(nearest('', names)).toBeNull();
});
