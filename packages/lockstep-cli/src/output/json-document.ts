import type { Scenario } from 'lockstep/scenario';
import type { Summary } from 'lockstep/metrics';
import type { SweepResult } from 'lockstep/simulation';

/** Raised whenever a field changes its meaning or goes away; new fields leave it as it is. */
const VERSION = 1;

/** The one document of `lockstep simulate --json`. */
export function simulateDocument(scenario: Scenario, summary: Summary): string {
  return document({ version: VERSION, scenario, ...summary });
}

/** The one document of `lockstep sweep --json`. */
export function sweepDocument(scenario: Scenario, { points, byRate, limitations }: SweepResult): string {
  return document({ version: VERSION, scenario, points, byRate, limitations });
}

/** JSON has no Infinity: an unbounded batch size becomes null. */
function document(value: object): string {
  return JSON.stringify(value, null, 2) + '\n';
}
