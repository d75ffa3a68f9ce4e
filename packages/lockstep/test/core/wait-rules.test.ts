import {
  atLeast,
  closesBeforeFull,
  full,
  gap,
  none,
  oldest,
  scaledWait,
  type WaitRule,
  waitsForOthers,
  window,
} from 'lockstep/core';
import { describe, expect, test } from 'vitest';

const OPEN = { size: 2, maxBatchSize: 4, engineFreeAt: 100, oldestArrivedAt: 90, newestArrivedAt: 130 };

describe('on a clock that goes ten times as fast', () => {
  test.each([oldest, window, gap])('%o waits a tenth', (rule) => {
    const faster = scaledWait(rule(50), 1 / 10);
    expect(faster).toMatchObject({ name: rule(50).name, waitMs: 5 });
    expect(faster.closesAt(OPEN)).toBe(rule(50).closesAt(OPEN) - 45);
    expect(scaledWait(faster, 10).waitMs).toBe(50);
  });

  test.each([full(), none(), atLeast(3)])('$name, which has no clock, stays as it is', (rule) => {
    expect(scaledWait(rule, 1 / 10)).toBe(rule);
  });

  test('a rule of any other name scales itself', () => {
    const byHand = (waitMs: number): WaitRule => ({
      name: 'my own',
      waitMs,
      least: () => 1,
      closesAt: (open) => open.oldestArrivedAt + waitMs,
      scaled: (factor) => byHand(waitMs * factor),
    });
    expect(scaledWait(byHand(30), 2).closesAt(OPEN)).toBe(150);
  });
});

test.each([
  [atLeast(1), false, true],
  [atLeast(3), true, true],
  [atLeast(4), true, false],
  [full(), true, false],
  [none(), false, true],
  [oldest(5), false, true],
  [window(5), false, true],
  [gap(5), false, true],
])('of batches of four, %o: waits for others %s, closes before they are full %s', (rule, waits, closes) => {
  expect(waitsForOthers(rule, 4)).toBe(waits);
  expect(closesBeforeFull(rule, 4)).toBe(closes);
});
