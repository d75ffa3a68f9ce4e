import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRecords } from '../../../src/workload/traces/csv.js';

const read = (text: string) => Array.from(csvRecords(text, 't'), ({ line, cells }) => ({ line, cells }));

test('quoted cells may hold commas, quotes and line ends; the line is where the record begins', () => {
  expect(read('a,"b,c"\n"say ""hi""","two\r\nlines"\r\n"",last\n')).toEqual([
    { line: 1, cells: ['a', 'b,c'] },
    { line: 2, cells: ['say "hi"', 'two\r\nlines'] },
    { line: 4, cells: ['', 'last'] },
  ]);
});

test('what is written by the rules is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '7', ' ', ',', '"', '\n', '\r\n') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), fc.boolean(), (table, crlf) => {
      const text = table.map((cells) => cells.map(quoted).join(',')).join(crlf ? '\r\n' : '\n');
      expect(read(text).map(({ cells }) => cells)).toEqual(table);
    }),
  );
});
