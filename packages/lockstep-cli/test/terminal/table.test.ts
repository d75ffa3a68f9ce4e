import { expect, test } from 'vitest';
import { openStyle } from '../../src/terminal/style.js';
import { tableLines, wrapped } from '../../src/terminal/table.js';

const { red } = openStyle({ isTTY: true, hasColors: () => true } as unknown as NodeJS.WriteStream);

test('columns are as wide as they need, marks for color aside', () => {
  const columns = [
    { head: 'rule', align: 'left' as const },
    { head: 'p99', align: 'right' as const },
  ];
  const lines = tableLines(
    columns,
    [
      [red('full'), '7'],
      ['oldest:50ms', '1,234'],
    ],
    (text) => text,
  );
  expect(lines).toEqual(['rule           p99', `${red('full')}             7`, 'oldest:50ms  1,234']);
});

test('words are broken into lines, later ones indented; a word that is too long stands alone', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('one two three', 7, 2)).toEqual(['one two', '  three']);
  expect(wrapped('a extraordinary b', 5)).toEqual(['a', 'extraordinary', 'b']);
});
