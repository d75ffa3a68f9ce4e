import fc from 'fast-check';

const point = (min: number, max: number) =>
  fc.integer({ min, max }).map((code) => String.fromCodePoint(code));

/** What breaks where text is cut, measured or shown: controls, letters of several code points, other directions. */
const DELICATE = [
  '\0',
  '\x1b',
  '\n',
  '\u2028',
  '\u202e',
  '\ufeff',
  'e\u0301',
  '한',
  '👩‍🚀',
  '🇩🇪',
  '🐋',
  'ß',
  'İ',
];

/**
 * Units for `fc.string`: any code point but halves of pairs, often ASCII or a delicate one. fast-check's own unit
 * `binary` lists all code points first, which takes seconds in every test file.
 */
export const anyCharacter = fc.oneof(
  { weight: 4, arbitrary: point(0x20, 0x7e) },
  { weight: 2, arbitrary: fc.constantFrom(...DELICATE) },
  { weight: 2, arbitrary: point(0, 0x2fff) },
  { weight: 1, arbitrary: point(0, 0xd7ff) },
  { weight: 1, arbitrary: point(0xe000, 0x10ffff) },
);

/** The same without control characters and code points that mean nothing yet. */
export const visibleCharacter = anyCharacter.filter((unit) => !/[\p{Cc}\p{Cn}\p{Co}]/u.test(unit));
