import { types } from 'node:util';
import { DeadlineError } from './errors.js';
import { shown } from './foreign-values.js';

/** Later than anyone's deadline in milliseconds from now, earlier than any instant since 1970 that is meant. */
const SURELY_AN_INSTANT_MS = 1e11;

/**
 * The instant of a deadline on the clock of `performance.now()` (ms).
 * @param deadline milliseconds from now, or a `Date`
 * @param turnAt time of this turn of the event loop: a deadline that is there already has come in this turn, whereas
 *   one in the future is counted from this moment, however long ago the turn began
 * @throws TypeError for anything else
 */
export function deadlineInstant(deadline: number | Date, turnAt: number): number {
  const leftMs = leftUntil(deadline);
  return leftMs > 0 ? performance.now() + leftMs : turnAt;
}

function leftUntil(deadline: number | Date): number {
  if (typeof deadline === 'object' && types.isDate(deadline)) {
    // A `Date` of another realm, or one whose methods are not its own, is read all the same.
    const at = Date.prototype.getTime.call(deadline);
    if (!Number.isNaN(at)) return at - Date.now();
  }
  if (
    typeof deadline === 'number' &&
    deadline >= 0 &&
    !(deadline > SURELY_AN_INSTANT_MS && deadline < Infinity)
  ) {
    return deadline;
  }
  const hint =
    typeof deadline === 'number' && deadline > SURELY_AN_INSTANT_MS ? '; an instant is given as a Date' : '';
  throw new TypeError(
    `deadline: expected milliseconds from now (≥ 0) or a Date, got ${shown(deadline)}${hint}`,
  );
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
