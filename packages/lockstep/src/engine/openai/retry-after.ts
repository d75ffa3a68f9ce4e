/** A longer wait is cut to this. */
const LONGEST_MS = 86_400_000;

/**
 * When an upstream says that it may be asked again (ms from now, from 0 to a day): `retry-after-ms`, as OpenAI's clients
 * prefer it, else `retry-after` in seconds or as a date. Null where it does not say, or says something else.
 * @param now the present (ms since 1970)
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number = Date.now()): number | null {
  const precise = durationOf(headers.get('retry-after-ms'), 1);
  if (precise !== null) return precise;
  const text = headers.get('retry-after');
  const seconds = durationOf(text, 1000);
  if (seconds !== null || text === null) return seconds;
  const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : within(date - now);
}

function durationOf(text: string | null, unitMs: number): number | null {
  return text !== null && /^\s*\d+(\.\d*)?\s*$/.test(text) ? within(Number(text) * unitMs) : null;
}

function within(ms: number): number {
  return Math.min(Math.max(0, ms), LONGEST_MS);
}
