import type { RequestTerms } from './request-terms.js';

/** In the `batch` column: the request never started. */
export const NO_BATCH = -1;

/** Requests as columns, a row per request in arrival order. Instants in ms. */
export interface RequestLog {
  readonly arrivedAt: Float64Array;
  readonly promptTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** Index of its batch, NO_BATCH if it never started. */
  readonly batch: Int32Array;
  /** Index into OUTCOMES. */
  readonly outcome: Uint8Array;
  /** Its first output token; NaN if there was none. */
  readonly firstTokenAt: Float64Array;
  /** Its own last output token; for a request without an answer the instant at which it left. */
  readonly finishedAt: Float64Array;
  /**
   * When it started, and until when it was blocked, of a request that ran without a batch; NaN if it never started. Empty
   * where requests run in batches: `DecisionLog.waitedUntil` and `blockedUntil` tell both instants of every request.
   */
  readonly startedAt: Float64Array;
  readonly blockedUntil: Float64Array;
}

/** Batches as columns, a row per batch in starting order. Instants in ms. */
export interface BatchLog {
  readonly startedAt: Float64Array;
  /** Since when an engine had been free when it started; -Infinity if one had been from the beginning. */
  readonly engineFreeAt: Float64Array;
  readonly endedAt: Float64Array;
  /** Index into CLOSE_REASONS. */
  readonly reason: Uint8Array;
  readonly size: Int32Array;
  /** Where its members begin in `DecisionLog.members`. */
  readonly membersFrom: Int32Array;
  readonly longestPrompt: Int32Array;
  readonly longestOutput: Int32Array;
  /** The engine that ran it, counted from 0. Empty as long as all batches ran on engine 0: see `DecisionLog.engineOf`. */
  readonly engine: Uint16Array;
}

/** A whole log as plain data. */
export interface LogColumns {
  readonly requests: RequestLog;
  readonly batches: BatchLog;
  /** Request ids, batch after batch, each in slot order. */
  readonly members: Int32Array;
  /** How many engines there were, an integer ≥ 1 (default 1). */
  readonly engines?: number;
  /** What each request asked for, by request; left out where none asked for anything. */
  readonly terms?: readonly (RequestTerms | undefined)[];
}

/** Rows stand as those of requests that have not started. */
export function newRequestLog(capacity: number): RequestLog {
  return {
    arrivedAt: new Float64Array(capacity),
    promptTokens: new Int32Array(capacity),
    outputTokens: new Int32Array(capacity),
    batch: new Int32Array(capacity).fill(NO_BATCH),
    outcome: new Uint8Array(capacity),
    firstTokenAt: new Float64Array(capacity).fill(NaN),
    finishedAt: new Float64Array(capacity).fill(NaN),
    startedAt: new Float64Array(0),
    blockedUntil: new Float64Array(0),
  };
}

export function newBatchLog(capacity: number): BatchLog {
  return {
    startedAt: new Float64Array(capacity),
    engineFreeAt: new Float64Array(capacity),
    endedAt: new Float64Array(capacity),
    reason: new Uint8Array(capacity),
    size: new Int32Array(capacity),
    membersFrom: new Int32Array(capacity),
    longestPrompt: new Int32Array(capacity),
    longestOutput: new Int32Array(capacity),
    engine: new Uint16Array(0),
  };
}

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;
type Columns = Record<string, Column>;

/** Copies of the first rows of all columns. */
export function shortened<T extends object>(columns: T, length: number): T {
  const cut = Object.entries(columns as Columns).map(([name, column]) => [name, column.slice(0, length)]);
  return Object.fromEntries(cut) as T;
}

/** Copies all columns into longer ones. A column that is still empty stays empty. */
export function grown<T extends object>(from: T, to: T, capacity: number): T {
  const longer = to as Columns;
  for (const [name, column] of Object.entries(from as Columns)) {
    if (column.length > longer[name]!.length) longer[name] = emptyLike(column, capacity);
    longer[name]!.set(column);
  }
  return to;
}

function emptyLike(column: Column, capacity: number): Column {
  return column instanceof Float64Array ? new Float64Array(capacity).fill(NaN) : new Uint16Array(capacity);
}
