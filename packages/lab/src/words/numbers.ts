import { type Interval, significant } from 'lockstep/metrics';

/** A number and its unit; `–` for none. */
export const withUnit = (unit: string) => (value: number | null) =>
  value === null ? '–' : `${significant(value)} ${unit}`;

/** A number without a unit; `–` for none. */
export const plain = (value: number | null) => (value === null ? '–' : significant(value));

/** A factor: `12.4 times`; `–` for none. */
export const times = (factor: number | null) => (factor === null ? '–' : `${significant(factor)} times`);

/** A whole count with separators. */
export const count = (value: number) => value.toLocaleString('en-US');

/** Half the width of an interval as a share of its middle: `±1.3 %`; nothing without an interval. */
export function plusMinus(value: number | null, interval: Interval): string {
  if (value === null || interval === null || value === 0) return '';
  const percent = ((interval[1] - interval[0]) / 2 / Math.abs(value)) * 100;
  return `±${percent < 100 ? percent.toPrecision(2) : significant(percent)} %`;
}
