import { count } from '../../words/numbers.js';

/** An instant since the first arrival, to the microsecond where that is not lost: `812.4 ms`, `71.25 s`. */
export function instant(ms: number): string {
  const [value, unit] = Math.abs(ms) < 1000 ? [ms, 'ms'] : [ms / 1000, 's'];
  return `${value.toLocaleString('en-US', { maximumFractionDigits: 3 })} ${unit}`;
}

export const tokens = (length: number) => `${count(length)} ${length === 1 ? 'token' : 'tokens'}`;

/** A number stays on one line with its unit. */
export const unbroken = (text: string) => text.replace(/(\d) (ms|s|min|%)(?!\w)/g, '$1\u00a0$2');
