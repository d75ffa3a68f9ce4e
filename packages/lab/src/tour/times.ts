import { significant } from 'lockstep/metrics';

/** A factor in words: `12.4 times`; `–` for none. */
export function times(factor: number | null): string {
  return factor === null ? '–' : `${significant(factor)} times`;
}
