import type { Summary } from './summary.js';

/** A duration in words: `12 ms`, `1.24 s`, `3.5 min`; `–` for none. */
export function inWords(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1000) return `${significant(ms)} ms`;
  if (ms < 120_000) return `${significant(ms / 1000)} s`;
  return `${significant(ms / 60_000)} min`;
}

/** A share as a percentage: `37 %`, near the ends `2.4 %`, `99.6 %` and `<0.1 %`; `–` for none. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.0005) return '<0.1 %';
  if (share < 1 && share >= 0.9995) return '>99.9 %';
  const nearAnEnd = (share > 0 && share < 0.1) || (share > 0.9 && share < 1);
  return `${(share * 100).toFixed(nearAnEnd ? 1 : 0).replace(/\.0$/, '')} %`;
}

/** Three significant digits, without an exponent: `0.0123`, `1.24`, `124`, `12,400`. */
export function significant(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** Those who got no answer, by what became of them: `12 rejected`, `3 expired`. */
export function lossesInWords({ rejected, cancelled, expired, failed }: Summary['requests']): string[] {
  return Object.entries({ rejected, cancelled, expired, failed })
    .filter(([, times]) => times > 0)
    .map(([outcome, times]) => `${times.toLocaleString('en-US')} ${outcome}`);
}
