import { types } from 'node:util';
import { ArgumentError } from '../core/index.js';
import { DeadlineError } from './errors.js';
import { shown } from './foreign-values.js';
import type { SubmitOptions } from './batcher-options.js';

/** Longer than any timeout that is meant, earlier than any instant in milliseconds since 1970 that is. */
const SURELY_SINCE_1970_MS = 1e11;

/**
 * The instant of an item's deadline on the clock of `performance.now()` (ms): the earlier one where both are given,
 * Infinity where none is.
 * @param turnAt time of this turn of the event loop: a deadline that is there already has come in this turn, whereas
 *   one in the future is counted from this moment, however long ago the turn began
 * @throws ArgumentError for anything else than `SubmitOptions` says
 */
export function deadlineInstant(
  { timeoutMs, deadlineAt }: Pick<SubmitOptions<unknown>, 'timeoutMs' | 'deadlineAt'>,
  turnAt: number,
): number {
  if (timeoutMs === undefined && deadlineAt === undefined) return Infinity;
  const now = performance.now();
  const fromTimeout = timeoutMs === undefined ? Infinity : now + checkedTimeout(timeoutMs);
  const given = deadlineAt === undefined ? Infinity : instantOf(deadlineAt, now);
  const instant = Math.min(fromTimeout, given);
  return instant > now ? instant : turnAt;
}

function checkedTimeout(timeoutMs: number): number {
  const isNumber = typeof timeoutMs === 'number';
  if (isNumber && timeoutMs >= 0 && !isSince1970(timeoutMs)) return timeoutMs;
  const hint = isNumber && isSince1970(timeoutMs) ? '; an instant is given as deadlineAt' : '';
  throw new ArgumentError(`timeoutMs: expected milliseconds ≥ 0, got ${shown(timeoutMs)}${hint}`);
}

function instantOf(deadlineAt: number | Date, now: number): number {
  if (typeof deadlineAt === 'object' && types.isDate(deadlineAt)) {
    // A `Date` of another realm, or one whose methods are not its own, is read all the same.
    const at = Date.prototype.getTime.call(deadlineAt);
    if (!Number.isNaN(at)) return now + (at - Date.now());
  }
  const isNumber = typeof deadlineAt === 'number';
  if (isNumber && !Number.isNaN(deadlineAt) && !isSince1970(deadlineAt)) return deadlineAt;
  const hint =
    isNumber && isSince1970(deadlineAt) ? '; milliseconds since 1970 are given as new Date(…)' : '';
  throw new ArgumentError(
    `deadlineAt: expected an instant of performance.now() or a Date, got ${shown(deadlineAt)}${hint}`,
  );
}

function isSince1970(ms: number): boolean {
  return ms > SURELY_SINCE_1970_MS && ms < Infinity;
}

export function pastDeadline(when: 'waiting' | 'running', afterMs: number): DeadlineError {
  const after = `${Math.round(afterMs)} ms after it was submitted`;
  return new DeadlineError(`the deadline came ${after}, while the item was ${when}`, when);
}

export function tooLate(leftMs: number, expectedMs: number): DeadlineError {
  return new DeadlineError(
    `the deadline is in ${Math.round(leftMs)} ms, an answer is expected in ${Math.round(expectedMs)} ms`,
    'submitted',
  );
}
