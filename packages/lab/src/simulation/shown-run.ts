import type { DecisionLog } from 'lockstep/core';
import type { Release } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';

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
}
