/** The longest of all durations: a day (ms). Node's own timers overflow after 24 days, and then fire at once. */
export const LONGEST_MS = 86_400_000;

export interface DurationRange {
  /** Whether 0 is one (default true). */
  readonly zero?: boolean;
  /** Whether Infinity is one, for no limit (default false). */
  readonly infinity?: boolean;
}

/**
 * Checks a duration that becomes a timer.
 * @returns what is wrong with it, to be thrown; null for one that Node can wait for
 */
export function faultOfDuration(
  name: string,
  ms: unknown,
  { zero = true, infinity = false }: DurationRange = {},
): string | null {
  const fits = typeof ms === 'number' && ms >= 0 && (zero || ms > 0) && ms <= LONGEST_MS;
  if (fits || (infinity && ms === Infinity)) return null;
  const least = zero ? 'milliseconds from 0 to' : 'milliseconds above 0 and up to';
  return `${name}: expected ${least} ${LONGEST_MS} (a day)${infinity ? ', or Infinity' : ''}, got ${String(ms)}`;
}
