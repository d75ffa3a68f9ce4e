import type { LogColumns } from 'lockstep/core';
import type { Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import type { Problem } from '../state/problem.js';

/** What a worker is told. */
export type Order =
  /** The text of a file that scenarios name from now on. */
  | { readonly type: 'text'; readonly name: string; readonly text: string }
  /** Simulate this one configuration; `withLog`: its log is wanted, too. */
  | { readonly type: 'run'; readonly id: number; readonly scenario: Scenario; readonly withLog: boolean };

/** What it answers. */
export type Answer =
  /** Of a run that takes long: how much of it is done, from 0 to 1. */
  | { readonly type: 'progress'; readonly id: number; readonly share: number }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly point: SweepPoint;
      readonly notes: readonly string[];
      /** Null where no log was wanted. */
      readonly columns: LogColumns | null;
    }
  | { readonly type: 'failed'; readonly id: number; readonly problem: Problem };
