import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { printMessage, printResult, shortened } from '../../src/terminal/print.js';
import { openStyle } from '../../src/terminal/style.js';
import { visible, visibleLines } from '../../src/terminal/visible.js';
import { anyCharacter } from '../../../lockstep/test/support/any-character.js';

/** What a terminal acts upon: C0 but the line end, DEL, C1, marks of direction, other line ends. */
const HARMFUL = /[\x00-\x09\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/u;

test('all that a terminal would act upon stands as an escape', () => {
  expect(visible('a\x1b[2J\x07\u009b1m\u202eb\nc\td\x7f')).toBe(
    'a\\u001b[2J\\u0007\\u009b1m\\u202eb\\nc\\td\\u007f',
  );
  expect(visible('modèle 日本 👩‍🚀')).toBe('modèle 日本 👩‍🚀');
});

test('nothing harmful is left of any text, and JSON keeps its value', () => {
  const text = fc.string({ unit: anyCharacter });
  fc.assert(
    fc.property(text, (value) => {
      expect(HARMFUL.test(visible(value)) || visible(value).includes('\n')).toBe(false);
      const json = JSON.stringify({ value }, null, 2);
      expect(HARMFUL.test(visibleLines(json))).toBe(false);
      expect(JSON.parse(visibleLines(json))).toEqual({ value });
    }),
    { numRuns: 500 },
  );
});

test("only this process's own marks reach the terminal", () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const style = openStyle({ isTTY: true, hasColors: () => true } as unknown as NodeJS.WriteStream);
  printResult(`${style.red('a\x1b[31mb')}\n`);
  const printed = write.mock.calls[0]![0];
  write.mockRestore();
  expect(printed).toBe('\x1b[31ma\\u001b[31mb\x1b[39m\n');
});

test('a message keeps the lines of its lists, and no line end of a name', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  printMessage('error: a\nb.csv: known are\n  one\n  two');
  const printed = write.mock.calls[0]![0];
  write.mockRestore();
  expect(printed).toBe('error: a\\nb.csv: known are\n  one\n  two\n');
});

test('a message is shown without the middle of a value that fills screens', () => {
  const value = 'x'.repeat(100_000);
  const line = shortened(`--wait: expected oldest:50ms, full or none, got "${value}"`);
  expect(line.length).toBeLessThan(2100);
  expect(line).toMatch(
    /^--wait: expected oldest:50ms, full or none, got "x+… \(98050 characters left out\) …x+"$/,
  );
  const full = 'y'.repeat(2000);
  expect(shortened(full)).toBe(full);
});
