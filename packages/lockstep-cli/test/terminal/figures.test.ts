import { expect, test } from 'vitest';
import { unitFor } from '../../src/terminal/figures.js';

test('ten seconds and more are written in seconds', () => {
  expect(unitFor(9_999).write(1234.5)).toBe('1,230');
  expect(unitFor(10_000).write(12_345)).toBe('12.3');
  expect(unitFor(null).write(null)).toBe('–');
});
