import { basename, extname } from 'node:path';
import type { DecisionLog } from 'lockstep/core';
import { list, SCENARIO_KEYS, type SweepScenario } from 'lockstep/scenario';
import type { AxisValue, Configuration, Simulation, SweepResult } from 'lockstep/simulation';
import type { ReportSection } from '../report/index.js';

/** Where a section's figures come from. */
export interface Origin {
  /** The scenario file, if any: it gives the section its title. */
  readonly file?: string | undefined;
  /** The title without one. */
  readonly title: string;
  /** What was run, row by row. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** The command line that gives the same again, if there is one. */
  readonly command?: string;
  /** Whether it was a real run instead of a simulated one. */
  readonly live: boolean;
  readonly notes: readonly string[];
}

/** One run as a section of a report. */
export function runSection(
  origin: Origin,
  configuration: Configuration,
  { log, summary }: Simulation,
): ReportSection {
  return { kind: 'simulation', ...sectionBase(origin), log, summary, configuration };
}

/** A sweep as a section of a report, with the timeline of one of its points. */
export function sweepSection(
  origin: Origin,
  result: SweepResult,
  timeline: { point: number; log: DecisionLog } | null,
): ReportSection {
  return { kind: 'sweep', ...sectionBase(origin), result, ...(timeline && { timeline }) };
}

/** A scenario, row by row. */
export function scenarioRows(scenario: Partial<SweepScenario>): (readonly [label: string, value: string])[] {
  return SCENARIO_KEYS.flatMap((key) => {
    const value = scenario[key];
    if (value === undefined) return [];
    return [[key, list(value).map(written).join(', ')] as const];
  });
}

/** A number without the digits that arithmetic leaves: 1.175, not 1.1749999999998. */
function written(value: AxisValue): string {
  return String(typeof value === 'number' ? Number(value.toPrecision(10)) : value);
}

function sectionBase({ file, title, rows, ...rest }: Origin) {
  return { title: file === undefined ? title : titleOf(file), scenario: rows, ...rest };
}

/** A file's name as a title: `study-30-requests.yaml` is `Study 30 requests`. */
function titleOf(file: string): string {
  const words = basename(file, extname(file)).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
