import { ScenarioError } from './scenario-error.js';

/** Reads a finite decimal number in a range; `range` is how an error calls it, such as `a rate > 0`. */
function number(text: string, range: string, within: (value: number) => boolean): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value) && within(value)) return value;
  throw new ScenarioError(`expected ${range}, got ${JSON.stringify(text)}`);
}

/** Reads a number > 0. @throws ScenarioError for anything else */
export function parsePositive(text: string, what = 'a number'): number {
  return number(text, `${what} > 0`, (value) => value > 0);
}

/** Reads a number ≥ 0. @throws ScenarioError for anything else */
export function parseNonNegative(text: string, what = 'a number'): number {
  return number(text, `${what} ≥ 0`, (value) => value >= 0);
}

/** Reads a share: > 0 and ≤ 1. @throws ScenarioError for anything else */
export function parseShare(text: string): number {
  return number(text, 'a share > 0 and ≤ 1', (value) => value > 0 && value <= 1);
}

/** Reads a whole number from `least` to `most`. @throws ScenarioError for anything else */
export function parseWhole(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = number(text, `a whole number ≥ ${least}`, (each) => Number.isInteger(each) && each >= least);
  if (value <= most) return value;
  throw new ScenarioError(`expected a whole number from ${least} to ${most}, got ${JSON.stringify(text)}`);
}

/** Reads a whole number ≥ 1, or `inf` for Infinity. @throws ScenarioError for anything else */
export function parseLimit(text: string): number {
  if (text === 'inf') return Infinity;
  return number(text, 'a whole number ≥ 1 or inf', (value) => Number.isSafeInteger(value) && value >= 1);
}
