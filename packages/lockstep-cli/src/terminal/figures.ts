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

/** A figure in two digits with a unit of its own, for one that would burst its column: `18 min`, `3.9 h`. */
export function withOwnUnit(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms < 600_000) return `${twoDigits(ms / 1000)} s`;
  return ms < 36_000_000 ? `${twoDigits(ms / 60_000)} min` : `${twoDigits(ms / 3_600_000)} h`;
}

/** Three significant digits. */
export function number(value: number | null): string {
  return value === null ? NONE : significant(value);
}

/** An offered load with two decimals, on the side of 1 where it is: `>0.99` for 0.997. */
export function loadCell(load: number): string {
  const text = load.toFixed(2);
  if (load === 1 || text !== '1.00') return text;
  return load < 1 ? '>0.99' : '>1.00';
}

/** A whole count with separators. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

function twoDigits(value: number): string {
  return value < 100 ? value.toPrecision(2) : Math.round(value).toLocaleString('en-US');
}
