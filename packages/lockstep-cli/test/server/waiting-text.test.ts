import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WaitingText } from '../../src/server/waiting-text.js';
import { anyCharacter } from '../../../lockstep/test/support/any-character.js';

test('what was added is taken, in its order, in pieces of whole characters; the bytes are those of what waits', () => {
  const texts = fc.array(fc.string({ unit: anyCharacter }), { maxLength: 20 });
  const step = fc.oneof(texts, fc.integer({ min: 2, max: 9 }));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const waiting = new WaitingText();
      let [added, taken] = ['', ''];
      for (const step of steps) {
        if (typeof step === 'number') {
          const piece = waiting.take(step);
          expect(piece.length).toBeLessThanOrEqual(step);
          // Half a character would not come back from its bytes.
          expect(Buffer.from(piece).toString()).toBe(piece);
          taken += piece;
        } else {
          for (const text of step) {
            expect(waiting.add(text)).toBe(Buffer.byteLength(text));
            added += text;
          }
        }
        expect(waiting.bytes).toBe(Buffer.byteLength(added.slice(taken.length)));
      }
      expect(taken + waiting.take()).toBe(added);
      expect(waiting.bytes).toBe(0);
    }),
  );
});

test('many small pieces are joined', () => {
  const waiting = new WaitingText();
  for (let piece = 0; piece < 10_000; piece++) waiting.add('ab');
  expect(waiting.bytes).toBe(20_000);
  expect(waiting.take()).toBe('ab'.repeat(10_000));
});
