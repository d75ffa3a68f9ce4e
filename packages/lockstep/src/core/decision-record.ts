/** Why a batch started: it was full, its wait rule said so, the workload had ended, or a drain was asked for. */
export type CloseReason = 'full' | 'wait' | 'end' | 'drain';

/** The order in which the log numbers the reasons. */
export const CLOSE_REASONS: readonly CloseReason[] = ['full', 'wait', 'end', 'drain'];

/**
 * Where a request stands: not yet answered, answered, turned away by a full queue, given up by whoever asked, past its
 * deadline, or answered with an error of the engine (which only a real one makes).
 */
export type Outcome = 'pending' | 'completed' | 'rejected' | 'cancelled' | 'expired' | 'failed';

/** How a request may leave without an answer. */
export type Unanswered = Exclude<Outcome, 'pending' | 'completed'>;

/** The order in which the log numbers the outcomes. */
export const OUTCOMES: readonly Outcome[] = [
  'pending',
  'completed',
  'rejected',
  'cancelled',
  'expired',
  'failed',
];

/** One batch's decision record: a view on the log, made on demand. Instants and durations in ms. */
export interface DecisionRecord {
  readonly batch: number;
  /** The engine that ran it, counted from 0. */
  readonly engine: number;
  readonly startedAt: number;
  readonly reason: CloseReason;
  /** Since when an engine had been free when it started; null if one had been from the beginning. */
  readonly engineFreeAt: number | null;
  readonly endedAt: number;
  readonly longestPrompt: number;
  readonly longestOutput: number;
  /** In slot order. */
  readonly members: readonly DecisionMember[];
  /** Runs of parts of the batch after it had failed as a whole, in their order; a simulated batch never fails. */
  readonly reruns: readonly Rerun[];
}

/** What became of one request in its batch. */
export interface DecisionMember {
  readonly request: number;
  readonly arrivedAt: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** How long it waited while the engine was busy. */
  readonly blockedMs: number;
  /** How long it waited while the engine was free and the batch was held open. */
  readonly formingMs: number;
  /** Null if there was none. */
  readonly firstTokenAt: number | null;
  /** Its own last token, or when it left without one. */
  readonly finishedAt: number;
  readonly outcome: Outcome;
}

/** What became of a request that left without having been in a batch. Instants in ms. */
export interface DepartureRecord {
  readonly request: number;
  readonly arrivedAt: number;
  readonly leftAt: number;
  readonly outcome: Unanswered;
  readonly promptTokens: number;
}

/** One more run of some rows of a batch that had failed. */
export interface Rerun {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Request ids. */
  readonly members: readonly number[];
  readonly failed: boolean;
}
