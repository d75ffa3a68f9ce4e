import fc from 'fast-check';
import { formatDuration, parseDuration } from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';

describe('parseDuration', () => {
  test.each([
    ['100ms', 100],
    ['0ms', 0],
    ['2s', 2000],
    ['1.5s', 1500],
    ['.5s', 500],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['0.25h', 900_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test('shifts decimals instead of multiplying them, so that no rounding error comes in', () => {
    expect(1.005 * 1000).not.toBe(1005);
    expect(parseDuration('1.005s')).toBe(1005);
  });

  test('says what it expected, and that a number alone has no unit', () => {
    expect(() => parseDuration('100')).toThrow(
      'expected a duration such as 100ms, 1.5s, 10m or 1h, got "100"; did you mean "100ms" or "100s"?',
    );
    for (const text of ['', 'ms', '-1s', '1 s', '1e3ms', '2sec', 'Infinityms', '1.2.3s']) {
      expect(() => parseDuration(text)).toThrow('expected a duration such as 100ms, 1.5s, 10m or 1h, got');
    }
  });
});

test('a duration beyond all numbers is refused', () => {
  expect(() => parseDuration(`${'9'.repeat(310)}s`)).toThrow(
    'expected a duration that is finite in milliseconds',
  );
});

describe('formatDuration', () => {
  test.each([
    [0, '0ms'],
    [0.5, '0.5ms'],
    [100, '100ms'],
    [1000, '1s'],
    [1500, '1.5s'],
    [90_000, '90s'],
    [600_000, '10m'],
    [7_200_000, '2h'],
    [1e-9, '0.000000001ms'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('is read back exactly', () => {
    const durations = fc.oneof(
      fc.double({ min: 0, max: 1e12, noNaN: true }).map(Math.abs),
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e7 }).map((n) => n / 1000),
    );
    fc.assert(fc.property(durations, (ms) => void expect(parseDuration(formatDuration(ms))).toBe(ms)));
  });
});
