import type { Interval, Summary } from './summary.js';

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

/** A share as a percentage that does not read like another one that differs: 98.96 % beside 99 % is not `99 %`. */
export function percentBeside(share: number, other: number): string {
  const text = percent(share);
  if (share === other || text !== percent(other)) return text;
  for (let digits = 2; digits <= 12; digits++) {
    const longer = (share * 100).toFixed(digits);
    if (longer !== (other * 100).toFixed(digits)) return `${longer} %`;
  }
  return `${share < other ? 'just below' : 'just above'} ${text}`;
}

/** An offered load, on the side of 1 where it is: `0.97`, `1.62`, but `just below 1` for 0.9997. */
export function loadInWords(load: number): string {
  const text = significant(load);
  if (load === 1 || text !== '1') return text;
  return load < 1 ? 'just below 1' : 'just above 1';
}

/** A count of at least as many, in two digits: `4,000`, `23,000`. */
export function roundedUp(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return (Math.ceil(count / unit) * unit).toLocaleString('en-US');
}

/** Three significant digits, without an exponent: `0.0123`, `1.24`, `124`, `12,400`. */
export function significant(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** How unequal the two sides of an interval may be for one figure to stand for both (share of the width). */
const EVEN = 0.05;

/** Half a width (share of the figure) below which ends of three digits would say less than a percentage. */
const NARROW = 0.01;

/**
 * The 95 % interval of a figure: half its width as a share of the figure, `±1.3 %`, where it is symmetric or narrow;
 * both ends, `4.5 s to 5.6 s`, where it is not, as that of a p99. Nothing without an interval, and of a figure that is
 * always 0.
 * @param write an end in words
 */
export function intervalInWords(
  value: number | null,
  interval: Interval,
  write: (end: number) => string,
): string {
  if (value === null || interval === null) return '';
  const [low, high] = interval;
  if (low === 0 && high === 0) return '';
  const share = (high - low) / 2 / Math.abs(value);
  const isEven = Math.abs(high - value - (value - low)) <= EVEN * (high - low);
  if (share >= NARROW && !isEven) return `${write(low)} to ${write(high)}`;
  return `±${share < 1 ? (share * 100).toPrecision(2) : significant(share * 100)} %`;
}

/** Those who got no answer, by what became of them: `12 rejected`, `3 expired`. */
export function lossesInWords({ rejected, cancelled, expired, failed }: Summary['requests']): string[] {
  return Object.entries({ rejected, cancelled, expired, failed })
    .filter(([, times]) => times > 0)
    .map(([outcome, times]) => `${times.toLocaleString('en-US')} ${outcome}`);
}
