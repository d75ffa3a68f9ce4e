import fc from 'fast-check';
import { StopStrings } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';

/** Few letters, so that stop strings come, overlap and nearly come. */
const letters = (minLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '🐋'), minLength, maxLength: minLength + 12 });
const anyStops = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '🐋'), minLength: 1, maxLength: 4 }),
  {
    maxLength: 4,
  },
);
/** Where to cut, as shares of the text: between the halves of a surrogate pair too. */
const anyCuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 });

function split(text: string, cuts: readonly number[]): string[] {
  const places = [
    0,
    ...cuts.map((share) => Math.floor(share * text.length)).sort((a, b) => a - b),
    text.length,
  ];
  return places.slice(1).map((to, i) => text.slice(places[i], to));
}

/** The naive search on the whole text: where the earliest stop string begins. */
function cutPlace(text: string, stops: readonly string[]): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return places.length === 0 ? text.length : Math.min(...places);
}

describe('stop strings', () => {
  test('the text ends where the naive search on the whole of it says, however it is split', () => {
    fc.assert(
      fc.property(letters(0), anyStops, anyCuts, (text, stops, cuts) => {
        const stopStrings = new StopStrings(stops);
        const out = split(text, cuts).map((piece) => stopStrings.push(piece));
        out.push(stopStrings.end());
        const at = cutPlace(text, stops);
        expect(out.join('')).toBe(text.slice(0, at));
        expect(stopStrings.stopped).toBe(at < text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('what is let out is right at every moment, and no more is held back than needed', () => {
    fc.assert(
      fc.property(letters(0), anyStops, anyCuts, (text, stops, cuts) => {
        const stopStrings = new StopStrings(stops);
        let fed = '';
        let out = '';
        for (const piece of split(text, cuts)) {
          fed += piece;
          out += stopStrings.push(piece);
          const at = cutPlace(fed, stops);
          expect(fed.slice(0, at).startsWith(out)).toBe(true);
          if (stopStrings.stopped) return;
          // Held back is only what some continuation would turn into a stop string.
          const held = fed.slice(out.length);
          if (held !== '')
            expect(stops.some((stop) => stop.length > held.length && stop.startsWith(held))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[string, text: (size: number) => string, stops: (size: number) => string[]]>([
    ['a beginning that is nearly whole', (n) => `${'a'.repeat(n)}c`, (n) => [`${'a'.repeat(n)}b`]],
    ['a text that always may begin one', (n) => 'a'.repeat(2 * n), (n) => [`${'a'.repeat(n)}b`]],
    ['beginnings within beginnings', (n) => 'ab'.repeat(n), (n) => [`${'ab'.repeat(n / 4)}aa`]],
    [
      'many of them',
      (n) => 'a'.repeat(n),
      (n) => Array.from({ length: 16 }, (_, i) => `${'a'.repeat(n / 32 + i)}b`),
    ],
    ['a long one that ends in a short one', (n) => 'x'.repeat(n), (n) => [`${'x'.repeat(n)}y`, 'y']],
  ])('comparisons grow with the length of the text alone: %s', (_, textOf, stopsOf) => {
    for (const size of [2 ** 10, 2 ** 14, 2 ** 17]) {
      const text = textOf(size);
      const stops = stopsOf(size);
      for (const pieceLength of [1, 1000, text.length]) {
        const stopStrings = new StopStrings(stops);
        let out = '';
        for (let at = 0; at < text.length; at += pieceLength) {
          out += stopStrings.push(text.slice(at, at + pieceLength));
        }
        out += stopStrings.end();
        expect(out).toHaveLength(cutPlace(text, stops));
        expect(stopStrings.comparisons).toBeLessThanOrEqual(2 * text.length * stops.length);
      }
    }
  });

  test('a list that was changed since is read anew', () => {
    const stops = ['b'];
    expect(new StopStrings(stops).push('abc')).toBe('a');
    stops[0] = 'c';
    expect(new StopStrings(stops).push('abc')).toBe('ab');
  });

  test('nothing comes after a stop', () => {
    const stopStrings = new StopStrings(['.']);
    expect([stopStrings.push('Yes. No'), stopStrings.push(' Maybe'), stopStrings.end()]).toEqual([
      'Yes',
      '',
      '',
    ]);
  });

  test('the one that begins earliest wins, although another ends before it', () => {
    const begun = () => {
      const stopStrings = new StopStrings(['bcd', 'c']);
      expect([stopStrings.push('abc'), stopStrings.stopped]).toEqual(['a', false]);
      return stopStrings;
    };
    const whole = begun();
    expect([whole.push('d'), whole.stopped]).toEqual(['', true]);
    const broken = begun();
    expect([broken.push('x'), broken.stopped]).toEqual(['b', true]);
    const over = begun();
    expect([over.end(), over.stopped]).toEqual(['b', true]);
  });

  test('without any, every piece passes at once', () => {
    const stopStrings = new StopStrings([]);
    expect([stopStrings.push('a'), stopStrings.end(), stopStrings.stopped]).toEqual(['a', '', false]);
  });
});
