import fc from 'fast-check';
import { atLeast, full, gap, none, oldest, type WaitRule, window } from 'lockstep/core';
import { formatWait, parseWait, ScenarioError } from 'lockstep/scenario';
import { expect, test } from 'vitest';

const waitMs = fc.integer({ min: 0, max: 1e8 }).map((n) => n / 100);
const rules: fc.Arbitrary<WaitRule> = fc.oneof(
  fc.integer({ min: 1, max: 1e6 }).map(atLeast),
  fc.constant(full()),
  fc.constant(none()),
  waitMs.map(oldest),
  waitMs.map(window),
  waitMs.map(gap),
);

test('a rule is read back as it was written', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const read = parseWait(formatWait(rule));
      expect([read.name, read.waitMs, read.least(64)]).toEqual([rule.name, rule.waitMs, rule.least(64)]);
    }),
  );
});

test.each([
  [
    'oldst:50ms',
    'expected a wait rule (atleast:4, full, none, oldest:100ms, window:100ms, gap:100ms), got "oldst:50ms"; ' +
      'did you mean "oldest:50ms"?',
  ],
  [
    'FULL',
    'expected a wait rule (atleast:4, full, none, oldest:100ms, window:100ms, gap:100ms), got "FULL"; did you mean "full"?',
  ],
  ['oldest', 'oldest: expected a value, as in oldest:100ms'],
  [
    'gap:100',
    'gap: expected a duration such as 100ms, 1.5s, 10m or 1h, got "100"; did you mean "100ms" or "100s"?',
  ],
  ['atleast:0', 'atleast: expected a whole number ≥ 1, got "0"'],
  ['atleast:2.5', 'atleast: expected a whole number ≥ 1, got "2.5"'],
  ['full:3', 'full: expected nothing after the name, got "3"'],
  [
    'toString',
    'expected a wait rule (atleast:4, full, none, oldest:100ms, window:100ms, gap:100ms), got "toString"',
  ],
])('%s is refused', (text, message) => {
  expect(() => parseWait(text)).toThrow(new ScenarioError(message));
});
