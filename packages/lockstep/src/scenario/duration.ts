import { ScenarioError } from './scenario-error.js';

/** Units of a duration: a decimal shift and a factor, so that `1.005s` is exactly 1005 ms. */
const UNITS: Record<string, readonly [shift: number, factor: number]> = {
  ms: [0, 1],
  s: [3, 1],
  m: [3, 60],
  h: [3, 3600],
};

/**
 * Reads a duration such as `100ms`, `2s`, `1.5s`, `10m` or `1h`.
 * @returns milliseconds, finite, ≥ 0
 * @throws ScenarioError for anything else, a number without a unit included
 */
export function parseDuration(text: string): number {
  const match = /^(\d+\.?\d*|\.\d+)(ms|s|m|h)$/.exec(text);
  if (match === null) {
    const hint = /^(\d+\.?\d*|\.\d+)$/.test(text) ? `; did you mean "${text}ms" or "${text}s"?` : '';
    throw new ScenarioError(
      `expected a duration such as 100ms, 1.5s, 10m or 1h, got ${JSON.stringify(text)}${hint}`,
    );
  }
  const [shift, factor] = UNITS[match[2]!]!;
  const ms = Number(`${match[1]}e${shift}`) * factor;
  if (ms === Infinity) throw new ScenarioError('expected a duration that is finite in milliseconds');
  return ms;
}

/**
 * Writes a duration so that `parseDuration` reads it back exactly: in hours or minutes where they are whole,
 * in seconds where there is at least one, else in milliseconds.
 * @param ms finite, ≥ 0
 */
export function formatDuration(ms: number): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${plain(ms / 3_600_000)}h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${plain(ms / 60_000)}m`;
  if (ms >= 1000) {
    const seconds = `${plain(ms / 1000)}s`;
    if (parseDuration(seconds) === ms) return seconds;
  }
  return `${plain(ms)}ms`;
}

/** A number without an exponent. */
function plain(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [digits, exponent] = text.split('e') as [string, string];
  const [whole, fraction = ''] = digits.split('.') as [string, string?];
  const shift = Number(exponent);
  return shift < 0 ? '0.' + '0'.repeat(-shift - 1) + whole + fraction : whole + fraction.padEnd(shift, '0');
}
