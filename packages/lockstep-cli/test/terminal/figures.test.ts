import { expect, test } from 'vitest';
import { plusMinus, unitFor } from '../../src/terminal/figures.js';

test('ten seconds and more are written in seconds', () => {
  expect(unitFor(9_999).write(1234.5)).toBe('1,230');
  expect(unitFor(10_000).write(12_345)).toBe('12.3');
  expect(unitFor(null).write(null)).toBe('–');
});

test('an interval is half its width as a share of the figure, and nothing where there is none', () => {
  expect(plusMinus(100, [95, 105])).toBe('±5.0 %');
  expect(plusMinus(100, [99.9, 100.1])).toBe('±0.10 %');
  expect(plusMinus(100, null)).toBe('');
  expect(plusMinus(null, [1, 2])).toBe('');
  expect(plusMinus(0, [0, 0])).toBe('');
});
