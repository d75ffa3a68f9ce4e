import type { LogColumns } from 'lockstep/core';
import type { Capacity } from 'lockstep/metrics';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import type { Problem } from '../state/problem.js';

/** What a worker is told. */
export type Order =
  /** The text of a file that scenarios name from now on. */
  | { readonly type: 'text'; readonly name: string; readonly text: string }
  | RunOrder
  /** Simulate something, so that the next run finds its code compiled; there is no answer. */
  | { readonly type: 'warm' };

/** Simulate this one configuration. */
export interface RunOrder {
  readonly type: 'run';
  readonly id: number;
  readonly scenario: Scenario;
  /** Whether its log is wanted, too. */
  readonly withLog: boolean;
  /** Its capacity, where another run with the same lengths, cost and batch size has told it. */
  readonly capacity?: Capacity | null;
}

/** What it answers. */
export type Answer =
  /** Of a run that takes long: the share of its requests that have arrived, from 0 to 1. */
  | { readonly type: 'progress'; readonly id: number; readonly share: number }
  | ({ readonly type: 'done'; readonly id: number } & RunResult)
  /** A file that the scenario names was not told: tell it, and order the run again. */
  | { readonly type: 'needs'; readonly id: number; readonly name: string }
  | { readonly type: 'failed'; readonly id: number; readonly problem: Problem };

export interface RunResult {
  readonly point: SweepPoint;
  readonly notes: readonly string[];
  /** The rate of its trace (requests/s); null where there is none. */
  readonly traceRate: number | null;
  /** Null where no log was wanted. */
  readonly columns: LogColumns | null;
}
