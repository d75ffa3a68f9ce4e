import type { CloseReason } from '../core/index.js';
import type { BatcherOptions } from './batcher-options.js';
import type { Limits } from './run-attempt.js';
import type { Settings } from './settings.js';
import type { Suspects } from './suspects.js';
import type { Ticket } from './ticket.js';
import type { Warnings } from './warnings.js';

/** What a batch needs of its batcher. */
export interface BatchRunOptions<Item, Output, Part> extends Limits {
  readonly run: BatcherOptions<Item, Output, Part>['run'];
  /** Whether answers and parts are held until the batch ends. */
  readonly holdsAnswers: boolean;
  readonly maxReruns: number;
  readonly outputTokens: (output: Output) => number;
  readonly warnings: Warnings;
  /** Called once for each ticket that the run has settled, with an answer or an error. */
  readonly settled: (ticket: Ticket<Item, Output, Part>) => void;
  /** Called once for each ticket whose row has failed alone while others of its batch were answered. */
  readonly failedAlone: (ticket: Ticket<Item, Output, Part>) => void;
  /** Origins whose rows are expected to fail. */
  readonly suspects: Suspects;
}

export function runOptionsOf<Item, Output, Part>(
  settings: Settings<Item, Output, Part>,
  told: Pick<BatchRunOptions<Item, Output, Part>, 'settled' | 'failedAlone' | 'suspects'>,
): BatchRunOptions<Item, Output, Part> {
  const { run, release, maxReruns, runTimeoutMs, abortGraceMs, outputTokens, warnings } = settings;
  const holdsAnswers = release === 'batch';
  return { run, holdsAnswers, maxReruns, runTimeoutMs, abortGraceMs, outputTokens, warnings, ...told };
}

/** How the scheduler started it. */
export interface BatchStart {
  readonly engine: number;
  readonly batch: number;
  readonly startedAt: number;
  readonly reason: CloseReason;
  readonly engineFreeAt: number;
}
