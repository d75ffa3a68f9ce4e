import { parseLengths, ScenarioError } from 'lockstep/scenario';
import { randomStream } from 'lockstep/random';
import { expect, test } from 'vitest';

const noFile = () => {
  throw new Error('no file was expected to be read');
};

test.each([
  ['128', 'fixed:128'],
  ['fixed:128', 'fixed:128'],
  ['uniform:10-29', 'uniform:10-29'],
  ['lognormal:200:cv=1', 'lognormal:200:cv=1'],
  ['geometric:128', 'geometric:128'],
  ['exponential:128:cap=512', 'exponential:128:cap=512'],
])('%s', (text, name) => {
  expect(parseLengths(text)(noFile).name).toBe(name);
});

test('empirical lengths come from a file, one a line', () => {
  const lengths = parseLengths('empirical:out.txt')(() => '7\r\n9\r\n');
  const random = randomStream(1, 'test');
  const drawn = Array.from({ length: 100 }, () => lengths.draw(random));
  expect(new Set(drawn)).toEqual(new Set([7, 9]));
});

test('a line that is no length is named', () => {
  const read = () => parseLengths('empirical:out.txt')(() => '7\nx\n');
  expect(read).toThrow(new ScenarioError('out.txt, line 2: expected a whole number ≥ 0, got "x"'));
});

test('a line beyond what a length can be is refused, not cut to 32 bits', () => {
  const read = () => parseLengths('empirical:out.txt')(() => '7\n4294967301\n');
  expect(read).toThrow('length 2: expected a whole number from 0 to 2147483647, got 4294967301');
});

test.each([
  ['2147483648', 'fixed: tokens: expected a whole number from 0 to 2147483647, got 2147483648'],
  [
    'unifrom:1-2',
    'expected a number of tokens or lengths (fixed:128, uniform:10-29, lognormal:200:cv=1, geometric:128, ' +
      'exponential:128:cap=512, empirical:FILE), got "unifrom:1-2"; did you mean "uniform:1-2"?',
  ],
  ['uniform:10', 'uniform: expected shortest-longest, as in uniform:10-29, got "10"'],
  ['uniform:29-10', 'uniform: expected shortest ≤ longest, got 29-10'],
  ['lognormal:200', 'lognormal: expected lognormal:200:cv=1'],
  ['exponential:128:cap=1.5', 'exponential: cap: expected a whole number ≥ 1, got "1.5"'],
])('%s is refused', (text, message) => {
  expect(() => parseLengths(text)).toThrow(message);
});
