import fc from 'fast-check';
import { formatSlo, parseSlo, type SloTargets } from 'lockstep/scenario';
import { expect, test } from 'vitest';

test('reads targets in any order', () => {
  expect(parseSlo('ttft=500ms,e2e=2s')).toEqual({ e2eMs: 2000, ttftMs: 500 });
});

test('targets are read back as they were written', () => {
  const ms = fc.integer({ min: 0, max: 1e6 });
  const targets = fc
    .record({ e2eMs: ms, ttftMs: ms, tpotMs: ms }, { requiredKeys: [] })
    .filter((each) => Object.keys(each).length > 0);
  fc.assert(fc.property(targets, (each: SloTargets) => void expect(parseSlo(formatSlo(each))).toEqual(each)));
});

test.each([
  ['', 'expected e2e=2s,ttft=500ms,tpot=50ms (at least one of the three), got nothing'],
  ['tft=1s', 'got "tft=1s"; did you mean "ttft=1s"?'],
  ['e2e=1s,e2e=2s', 'expected each name once, got e2e twice'],
  ['e2e=2', 'e2e: expected a duration such as 100ms, 1.5s, 10m or 1h, got "2"; did you mean "2ms" or "2s"?'],
])('%j is refused', (text, message) => {
  expect(() => parseSlo(text)).toThrow(message);
});
