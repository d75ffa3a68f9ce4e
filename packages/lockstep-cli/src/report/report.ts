import type { DecisionLog } from 'lockstep/core';
import type { Summary } from 'lockstep/metrics';
import type { Configuration, SweepResult } from 'lockstep/simulation';

export interface Report {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: string;
  /** At least one. */
  readonly sections: readonly ReportSection[];
}

export type ReportSection = SimulationSection | SweepSection;

interface SectionBase {
  /** With several sections, also the name of the folder of its charts. */
  readonly title: string;
  /** Whether it comes from a real run instead of a simulated one. */
  readonly live?: boolean;
  /** What was run, row by row. */
  readonly scenario: readonly (readonly [label: string, value: string])[];
  /** The command line that gives the same again. */
  readonly command?: string;
  /** Sentences above the figures. */
  readonly notes?: readonly string[];
}

export interface SimulationSection extends SectionBase {
  readonly kind: 'simulation';
  readonly summary: Summary;
  readonly log: DecisionLog;
  readonly configuration: Configuration;
}

export interface SweepSection extends SectionBase {
  readonly kind: 'sweep';
  readonly result: SweepResult;
  /** One point of the result run again, to be looked at closely. Without it there is no timeline. */
  readonly timeline?: { readonly point: number; readonly log: DecisionLog };
}

export interface ReportFile {
  /** Relative to the report's folder, with forward slashes. */
  readonly path: string;
  /** Text in UTF-8, or bytes. */
  readonly content: string | Uint8Array;
}
