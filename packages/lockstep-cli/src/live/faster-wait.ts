import { gap, oldest, type WaitRule, window } from 'lockstep/core';

const TIMED: Readonly<Record<string, (waitMs: number) => WaitRule>> = { oldest, window, gap };

/** The same wait rule where time passes `speed` times as fast. */
export function fasterWait(rule: WaitRule, speed: number): WaitRule {
  return TIMED[rule.name]?.(rule.waitMs / speed) ?? rule;
}
