import { basename, extname } from 'node:path';
import type { DecisionLog, WaitRule } from 'lockstep/core';
import { commandLine, formatWait, type Scenario, SCENARIO_KEYS } from 'lockstep/scenario';
import type { Simulation, SweepConfiguration, SweepResult } from 'lockstep/simulation';
import type { ReportSection } from '../report/index.js';

/** One run as a section of a report. */
export function simulationSection(
  file: string | undefined,
  scenario: Scenario,
  configuration: SweepConfiguration<WaitRule>,
  simulation: Simulation,
  notes: readonly string[],
): ReportSection {
  const { batchSize, wait, rate } = configuration;
  return {
    kind: 'simulation',
    ...sectionBase(file, 'simulate', scenario, notes),
    ...simulation,
    batchSize,
    wait: formatWait(wait),
    rate,
  };
}

/** A sweep as a section of a report, with the timeline of one of its points. */
export function sweepSection(
  file: string | undefined,
  scenario: Scenario,
  result: SweepResult,
  timeline: { point: number; log: DecisionLog } | null,
  notes: readonly string[],
): ReportSection {
  return {
    kind: 'sweep',
    ...sectionBase(file, 'sweep', scenario, notes),
    result,
    ...(timeline && { timeline }),
  };
}

function sectionBase(
  file: string | undefined,
  command: 'simulate' | 'sweep',
  scenario: Scenario,
  notes: readonly string[],
) {
  const rows = SCENARIO_KEYS.flatMap((key) => {
    const value = scenario[key];
    return value === undefined
      ? []
      : [[key, Array.isArray(value) ? value.join(', ') : String(value)] as const];
  });
  return {
    title: file === undefined ? TITLES[command] : titleOf(file),
    scenario: rows,
    command: commandLine(`lockstep ${command}`, scenario),
    notes,
    release: scenario.release,
  };
}

const TITLES = { simulate: 'Simulation', sweep: 'Sweep' };

/** A file's name as a title: `study-30-requests.yaml` is `Study 30 requests`. */
function titleOf(file: string): string {
  const words = basename(file, extname(file)).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
