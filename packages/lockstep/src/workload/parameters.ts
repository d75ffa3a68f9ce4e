import { WorkloadError } from './workload.js';

/** The largest length a column of 32-bit integers holds, far above any real request. */
export const MOST_TOKENS = 2147483647;

/** @throws WorkloadError unless `value` is finite and > 0 */
export function positive(what: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new WorkloadError(`${what}: expected a finite number > 0, got ${value}`);
}

/** @throws WorkloadError unless `value` is finite and ≥ 0 */
export function notNegative(what: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new WorkloadError(`${what}: expected a finite number ≥ 0, got ${value}`);
}

/** @throws WorkloadError unless `value` is a whole number from `least` to `most` */
export function wholeNumber(what: string, value: number, least: number, most = MOST_TOKENS): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = value > most ? `from ${least} to ${most}` : `≥ ${least}`;
  throw new WorkloadError(`${what}: expected a whole number ${range}, got ${value}`);
}

/** @throws WorkloadError unless least ≤ `value` ≤ most */
export function between(what: string, value: number, least: number, most: number): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw new WorkloadError(`${what}: expected a number from ${least} to ${most}, got ${value}`);
}
