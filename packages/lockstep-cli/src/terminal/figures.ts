import type { Distribution, Interval } from 'lockstep/metrics';
import { significant } from 'lockstep/metrics';

/** What stands where a number does not apply. */
export const NONE = '–';

/** A unit of time that suits all figures of a table. */
export interface TimeUnit {
  readonly name: 'ms' | 's';
  /** A figure in this unit, without it. */
  write(ms: number | null): string;
}

const MILLISECONDS: TimeUnit = { name: 'ms', write: (ms) => number(ms) };
const SECONDS: TimeUnit = { name: 's', write: (ms) => number(ms === null ? null : ms / 1000) };

/** Seconds where the largest figure has at least ten of them, else milliseconds. */
export function unitFor(largestMs: number | null): TimeUnit {
  return largestMs !== null && largestMs >= 10_000 ? SECONDS : MILLISECONDS;
}

/** Three significant digits. */
export function number(value: number | null): string {
  return value === null ? NONE : significant(value);
}

/** A whole count with separators. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Half the width of an interval as a share of its middle, `±1.3 %`; nothing without an interval. */
export function plusMinus(value: number | null, interval: Interval): string {
  if (value === null || interval === null || value === 0) return '';
  const share = (interval[1] - interval[0]) / 2 / Math.abs(value);
  return `±${(share * 100).toPrecision(2)} %`;
}

/** The unit that suits a distribution. */
export function unitOf(distribution: Distribution): TimeUnit {
  return unitFor(distribution.p99);
}
