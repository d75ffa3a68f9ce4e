import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeldText } from '../../src/engine/held-text.js';

test('what is let out is the text from its beginning on, however it came', () => {
  const step = fc.record({
    piece: fc.string({ maxLength: 4 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const held = new HeldText();
      let left = '';
      for (const { piece, share } of steps) {
        held.push(piece);
        left += piece;
        const length = Math.floor(share * left.length);
        expect(held.letOut(length)).toBe(left.slice(0, length));
        left = left.slice(length);
        expect(held.length).toBe(left.length);
      }
      expect(held.letOut(held.length)).toBe(left);
    }),
  );
});
