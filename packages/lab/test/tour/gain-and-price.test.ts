import type { SweepPoint } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { gainAndPrice } from '../../src/tour/gain-and-price.js';
import { headOfLineBlocking } from '../../src/tour/scenes/head-of-line-blocking.js';

const point = (blocked: number, waste: number, stable: boolean | null = true) =>
  ({ blockedMs: { mean: blocked }, decodeWaste: waste, stable }) as unknown as SweepPoint;
const say = (now: SweepPoint, differences: Parameters<typeof gainAndPrice>[3] = []) =>
  gainAndPrice(headOfLineBlocking, point(4000, 0.37), now, differences);

test('what became better is named with its price', () => {
  expect(say(point(3000, 0.41))).toBe(
    'Mean time blocked fell from 4 s to 3 s, which is better; the price is that decode waste rose from 37 % to 41 %.',
  );
});

test('what became worse is named with what it gave', () => {
  expect(say(point(9880, 0))).toBe(
    'Mean time blocked rose from 4 s to 9.88 s, which is worse; in return decode waste fell from 37 % to 0 %.',
  );
});

test('what goes the same way is said so', () => {
  expect(say(point(3000, 0.2))).toBe(
    'Mean time blocked fell from 4 s to 3 s, and decode waste fell from 37 % to 20 %: both are better.',
  );
});

test('a change that no figure shows is none', () => {
  expect(say(point(4000.4, 0.3702))).toBe('Mean time blocked stays at 4 s, and decode waste stays at 37 %.');
  expect(say(point(4000.4, 0.41))).toBe(
    'Mean time blocked stays at 4 s, while decode waste rose from 37 % to 41 %.',
  );
  expect(say(point(3000, 0.37))).toBe(
    'Mean time blocked fell from 4 s to 3 s, which is better; decode waste stays at 37 %.',
  );
});

test('a run that has become unstable is not compared without a word', () => {
  expect(say(point(9880, 0, false))).toMatch(
    / But now requests arrive at least as fast as they are served: /,
  );
});

test('of other requests the figures are told, and neither run is called better', () => {
  expect(say(point(3000, 0.41), ['rate', 'seed'])).toBe(
    'Mean time blocked fell from 4 s to 3 s, and decode waste rose from 37 % to 41 %. ' +
      'The requests are different ones (rate, seed), so neither run is better.',
  );
});
