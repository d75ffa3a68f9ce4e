import { percentBeside, loadInWords, sloInWords } from 'lockstep/metrics';
import { expect, test } from 'vitest';

const judged = (attained: number | null, attainment: number, met: boolean, stable: boolean | null = true) =>
  sloInWords({ stable, slo: { e2eMs: 1, attainment, attained, goodput: 1, met } });

test('the verdict and the figures that it rests on', () => {
  expect(judged(0.61, 0.5, true)).toEqual({
    verdict: 'met',
    detail: '61 % of requests meet every target (asked: 50 %)',
  });
  expect(judged(0.41, 0.5, false)!.detail).toBe('41 % of requests meet every target (asked: 50 %)');
  expect(sloInWords({ stable: true })).toBeNull();
});

test('an unstable run that attained enough says why it misses all the same', () => {
  expect(judged(0.61, 0.5, false, false)).toEqual({
    verdict: 'missed',
    detail:
      'the run is unstable; 61 % of its requests meet every target (asked: 50 %), of a longer run fewer would',
  });
});

test('a share just short of what is asked does not read like it', () => {
  expect(judged(0.98996, 0.99, false)!.detail).toBe('98.996 % of requests meet every target (asked: 99 %)');
  expect(percentBeside(0.99, 0.99)).toBe('99 %');
  expect(percentBeside(0.5, 0.99)).toBe('50 %');
  expect(percentBeside(0.4999, 0.5)).toBe('49.99 %');
});

test.each([
  [0.97, '0.97'],
  [0.99997, 'just below 1'],
  [1, '1'],
  [1.0004, 'just above 1'],
  [1.62, '1.62'],
])('a load of %d is written as %s', (load, words) => {
  expect(loadInWords(load)).toBe(words);
});
