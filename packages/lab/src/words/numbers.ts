import { significant } from 'lockstep/metrics';

/** A number and its unit; `–` for none. */
export const withUnit = (unit: string) => (value: number | null) =>
  value === null ? '–' : `${significant(value)} ${unit}`;

/** A number without a unit; `–` for none. */
export const plain = (value: number | null) => (value === null ? '–' : significant(value));

/** A factor: `12.4 times`; `–` for none. */
export const times = (factor: number | null) => (factor === null ? '–' : `${significant(factor)} times`);

/** A whole count with separators. */
export const count = (value: number) => value.toLocaleString('en-US');
