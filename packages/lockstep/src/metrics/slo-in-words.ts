import type { Summary } from './summary.js';
import { percent, percentBeside } from './wording.js';

/** How a run stands to its SLO, in words. */
export interface SloInWords {
  readonly verdict: 'met' | 'missed';
  /** Such as `61 % of requests meet every target (asked: 99 %)`. */
  readonly detail: string;
}

/**
 * How a run stands to its SLO. An unstable run misses it even where enough of its requests met the targets: a longer
 * one would have fewer.
 */
export function sloInWords({ slo, stable }: Pick<Summary, 'slo' | 'stable'>): SloInWords | null {
  if (slo === undefined) return null;
  const { attained, attainment, met } = slo;
  const asked = `(asked: ${percent(attainment)})`;
  const share = attained === null ? '–' : percentBeside(attained, attainment);
  if (met || stable !== false || attained === null || attained < attainment) {
    return { verdict: met ? 'met' : 'missed', detail: `${share} of requests meet every target ${asked}` };
  }
  return {
    verdict: 'missed',
    detail: `the run is unstable; ${share} of its requests meet every target ${asked}, of a longer run fewer would`,
  };
}
