import type { Scenario } from 'lockstep/scenario';
import type { Summary } from 'lockstep/metrics';
import type { Comparison } from '../live/comparison.js';
import type { LiveRun } from '../live/decision-format.js';

/** Raised whenever a field changes its meaning or goes away; new fields leave it as it is. */
const VERSION = 1;

/** What a reader has to know besides the remarks of a result, in plain sentences. */
export type Notes = readonly string[];

/** The one document of `lockstep simulate --json`. */
export function simulateDocument(scenario: Scenario, summary: Summary, notes: Notes): string {
  return document({ version: VERSION, scenario, notes, ...summary });
}

/** What the document of a live run says besides that of a simulation. */
export interface LiveDetails {
  /** As the command line writes it, and the model that answers. */
  readonly engine: { readonly name: string; readonly model: string };
  /** Whether it was ended before all was done. */
  readonly stopped: boolean;
  readonly comparison?: Comparison;
  readonly notes: Notes;
}

/** The one document of `lockstep run --json`; without `cost`, which only a simulated engine has. */
export function runDocument(scenario: Partial<Scenario>, summary: Summary, live: LiveDetails): string {
  return document({ version: VERSION, live: true, ...live, scenario, ...summary });
}

/** The one document of `lockstep report --json`. */
export function recordedDocument(run: LiveRun, summary: Summary, notes: Notes): string {
  return document({ version: VERSION, live: true, run, notes, ...summary });
}

/** JSON has no Infinity: an unbounded batch size becomes null. */
export function document(value: object): string {
  return JSON.stringify(value, null, 2) + '\n';
}
