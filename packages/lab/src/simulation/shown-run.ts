import { DecisionLog } from 'lockstep/core';
import { pointLabel } from 'lockstep-cli/charts';
import type { Release } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import type { RunResult } from './messages.js';

/** A run as every view shows it. */
export interface ShownRun {
  /** What it is called: its configuration in words, or the name of the file that it was recorded in. */
  readonly title: string;
  /** Its numbers, with the configuration that they belong to. */
  readonly point: SweepPoint;
  readonly release: Release;
  readonly log: DecisionLog;
  /** What the reader has to know of it, in plain sentences. */
  readonly notes: readonly string[];
  /** What was simulated; null for a recorded run. */
  readonly scenario: Scenario | null;
  /** The rate of its trace (requests/s); null where there is none. */
  readonly traceRate: number | null;
}

/** @param result of a run whose log was wanted */
export function shownRun(scenario: Scenario, { point, notes, columns, traceRate }: RunResult): ShownRun {
  return {
    title: pointLabel(point),
    point,
    release: scenario.release,
    log: DecisionLog.fromColumns(columns!),
    notes,
    scenario,
    traceRate,
  };
}
