import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonPieces } from '../../src/server/json-pieces.js';
import { anyCharacter } from '../../../lockstep/test/support/any-character.js';

describe('JSON in pieces', () => {
  test('joined, they are what JSON.stringify gives', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: anyCharacter }),
        fc.string({ unit: anyCharacter }),
        (value, text) => {
          const data = { value, texts: [text, text.repeat(20_000)], none: undefined };
          expect([...jsonPieces(data)].join('')).toBe(JSON.stringify(data));
        },
      ),
      { numRuns: 50 },
    );
  });

  test.each([
    ['of two halves', '🦜'],
    ['of two halves, after one', `a${'🦜'}`],
    ['that are escaped', '"\\\n\u0001'],
    ['that are one half', '\ud83e'],
  ])('a long text of characters %s', (_, unit) => {
    const text = unit.repeat(200_000);
    expect([...jsonPieces({ text })].join('') === JSON.stringify({ text })).toBe(true);
  });

  test('as many pieces as the text is long, and none that is much longer than the others', () => {
    const pieces = [...jsonPieces({ choices: Array(10).fill({ text: 'x'.repeat(1_000_000) }) })];
    expect(pieces.length).toBeGreaterThan(100);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(200_000);
  });
});
