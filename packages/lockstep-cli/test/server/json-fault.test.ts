import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFault } from '../../src/server/json-fault.js';

describe('where a text stops being JSON', () => {
  test.for<[text: string, at: [line: number, column: number], expected: string, got: string | null]>([
    ['', [1, 1], 'a value', null],
    ['{"prompt":', [1, 11], 'a value', null],
    ['{"a":1,}', [1, 8], 'a name in double quotes', '}'],
    ['{a:1}', [1, 2], 'a name in double quotes or "}"', 'a'],
    ["{'a':1}", [1, 2], 'a name in double quotes or "}"', "'"],
    ['[1,]', [1, 4], 'a value', ']'],
    ['[1 2]', [1, 4], '"," or "]"', '2'],
    ['{"a" 1}', [1, 6], '":"', '1'],
    ['{"a":hello}', [1, 6], 'a value', 'hello'],
    ['{"a":NaN}', [1, 6], 'a value', 'NaN'],
    ['{"a":01}', [1, 7], '"," or "}"', '1'],
    ['{"a":1}x', [1, 8], 'the end of the text', 'x'],
    ['{\n  "a": "b\n"}', [2, 10], 'no control character within a string', '\n'],
    ['"\\x"', [1, 2], 'an escape such as \\n or \\u00e9', '\\'],
    ['"abc', [1, 5], 'a double quote', null],
    ['{\r\n"a": [1,\r\n2,\r\n💥]}', [4, 1], 'a value', '💥'],
  ])('%j', ([text, [line, column], expected, got]) => {
    expect(jsonFault(text)).toEqual({ line, column, expected, got });
  });

  test('it finds a fault exactly where JSON.parse does, in any text', () => {
    const json = fc.json({ maxDepth: 4 });
    const broken = fc
      .tuple(json, fc.nat(), fc.constantFrom('', '}', ']', ',', '"', '\\', '0', ' ', 'x', '-'))
      .map(([text, at, sign]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + sign + text.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(json, broken), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonFault(text) === null).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  test('what comes before the fault can go on to be JSON, with the fault it cannot', () => {
    // Nesting costs no stack.
    const deep = '['.repeat(300_000);
    expect(jsonFault(deep)).toMatchObject({ column: 300_001, got: null });
    expect(jsonFault(`${deep}${']'.repeat(300_000)}`)).toBeNull();
  });
});
