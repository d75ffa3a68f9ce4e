import { expect, test } from 'vitest';
import { tableLines, wrapped } from '../../src/terminal/table.js';

test('columns are as wide as they need, marks for color aside', () => {
  const columns = [
    { head: 'rule', align: 'left' as const },
    { head: 'p99', align: 'right' as const },
  ];
  const lines = tableLines(
    columns,
    [
      ['\x1b[31mfull\x1b[39m', '7'],
      ['oldest:50ms', '1,234'],
    ],
    (text) => text,
  );
  expect(lines).toEqual(['rule           p99', '\x1b[31mfull\x1b[39m             7', 'oldest:50ms  1,234']);
});

test('words are broken into lines, later ones indented; a word that is too long stands alone', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('one two three', 7, 2)).toEqual(['one two', '  three']);
  expect(wrapped('a extraordinary b', 5)).toEqual(['a', 'extraordinary', 'b']);
});
