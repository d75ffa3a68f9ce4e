import {
  CLOSE_REASONS,
  type CloseReason,
  type DecisionRecord,
  type DepartureRecord,
  type Outcome,
  OUTCOMES,
  type Unanswered,
} from './decision-record.js';
import { writeRecords } from './log-from-records.js';

const PENDING = OUTCOMES.indexOf('pending');
const COMPLETED = OUTCOMES.indexOf('completed');

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
}

/** Batches as columns, a row per batch in starting order. Instants in ms. */
export interface BatchLog {
  readonly startedAt: Float64Array;
  /** When the engine had become free before it; -Infinity for the engine's first batch. */
  readonly engineFreeAt: Float64Array;
  readonly endedAt: Float64Array;
  /** Index into CLOSE_REASONS. */
  readonly reason: Uint8Array;
  readonly size: Int32Array;
  /** Where its members begin in `DecisionLog.members`. */
  readonly membersFrom: Int32Array;
  readonly longestPrompt: Int32Array;
  readonly longestOutput: Int32Array;
}

/** A whole log as plain data. */
export interface LogColumns {
  readonly requests: RequestLog;
  readonly batches: BatchLog;
  /** Request ids, batch after batch, each in slot order. */
  readonly members: Int32Array;
}

/**
 * What happened in a run: every request and every batch, as growing columns (about 41 bytes a request and
 * 41 a batch, so that ten million requests fit in memory). A driver of the scheduler writes it, metrics read it.
 */
export class DecisionLog {
  requestCount = 0;
  batchCount = 0;
  memberCount = 0;
  requests: RequestLog;
  batches: BatchLog;
  /** Request ids, batch after batch, each in slot order. */
  members: Int32Array;

  /**
   * @param requests room for this many requests, if their number is known (default 1024); the log grows anyway
   * @param batches room for this many batches (default: a quarter of the requests)
   */
  constructor(requests = 1024, batches = Math.ceil(requests / 4)) {
    this.requests = newRequestLog(Math.max(1, requests));
    this.batches = newBatchLog(Math.max(1, batches));
    this.members = new Int32Array(Math.max(1, requests));
  }

  /**
   * Rebuilds the log that records and departures come from, each in any order. Outputs of requests that were in no batch
   * are not known: they count 0 tokens.
   * @throws ProtocolError unless requests, in the order of their arrival, and batches are numbered 0, 1, 2 and so on, each
   * once
   */
  static fromRecords(records: Iterable<DecisionRecord>, departures: Iterable<DepartureRecord>): DecisionLog {
    const log = new DecisionLog();
    writeRecords(log, records, departures);
    return log;
  }

  /** The log that `columns` were taken from; it takes them over, copying nothing. */
  static fromColumns({ requests, batches, members }: LogColumns): DecisionLog {
    const log = new DecisionLog(0, 0);
    log.requests = requests;
    log.batches = batches;
    log.members = members;
    log.requestCount = requests.arrivedAt.length;
    log.batchCount = batches.startedAt.length;
    log.memberCount = members.length;
    return log;
  }

  /** Copies of all columns without room to grow: what can go to another thread. */
  columns(): LogColumns {
    return {
      requests: shortened(this.requests, this.requestCount),
      batches: shortened(this.batches, this.batchCount),
      members: this.members.slice(0, this.memberCount),
    };
  }

  /** Adds a request that has just arrived; returns its id, its place in arrival order. */
  arrive(at: number, promptTokens: number, outputTokens: number): number {
    if (this.requestCount === this.requests.arrivedAt.length) {
      this.requests = grown(this.requests, newRequestLog(Math.max(1, this.requestCount * 2)));
    }
    const request = this.requestCount++;
    const { requests } = this;
    requests.arrivedAt[request] = at;
    requests.promptTokens[request] = promptTokens;
    requests.outputTokens[request] = outputTokens;
    return request;
  }

  /** Adds a batch that has just started; its end is written when it ends. Returns its index. */
  start(at: number, reason: CloseReason, members: readonly number[], engineFreeAt: number): number {
    if (this.batchCount === this.batches.startedAt.length) {
      this.batches = grown(this.batches, newBatchLog(Math.max(1, this.batchCount * 2)));
    }
    const batch = this.batchCount++;
    this.reserveMembers(members.length);
    const { batches, members: column } = this;
    const { promptTokens, outputTokens, batch: batchOf } = this.requests;
    const from = this.memberCount;
    let longestPrompt = 0;
    let longestOutput = 0;
    for (let slot = 0; slot < members.length; slot++) {
      const request = members[slot]!;
      column[from + slot] = request;
      batchOf[request] = batch;
      if (promptTokens[request]! > longestPrompt) longestPrompt = promptTokens[request]!;
      if (outputTokens[request]! > longestOutput) longestOutput = outputTokens[request]!;
    }
    this.memberCount = from + members.length;
    batches.startedAt[batch] = at;
    batches.engineFreeAt[batch] = engineFreeAt;
    batches.endedAt[batch] = NaN;
    batches.reason[batch] = CLOSE_REASONS.indexOf(reason);
    batches.size[batch] = members.length;
    batches.membersFrom[batch] = from;
    batches.longestPrompt[batch] = longestPrompt;
    batches.longestOutput[batch] = longestOutput;
    return batch;
  }

  /** Ends a batch: its members that have not left before are completed. */
  finish(batch: number, at: number): void {
    const { batches, requests, members } = this;
    batches.endedAt[batch] = at;
    const from = batches.membersFrom[batch]!;
    const to = from + batches.size[batch]!;
    for (let i = from; i < to; i++) {
      const request = members[i]!;
      if (requests.outcome[request] === PENDING) requests.outcome[request] = COMPLETED;
    }
  }

  /** A request leaves without an answer. */
  leave(request: number, at: number, outcome: Unanswered): void {
    const { requests } = this;
    requests.outcome[request] = OUTCOMES.indexOf(outcome);
    if (!(requests.firstTokenAt[request]! <= at)) requests.firstTokenAt[request] = NaN;
    requests.finishedAt[request] = at;
  }

  outcomeOf(request: number): Outcome {
    return OUTCOMES[this.requests.outcome[request]!]!;
  }

  /** Request ids of a batch, in slot order. */
  membersOf(batch: number): Int32Array {
    const from = this.batches.membersFrom[batch]!;
    return this.members.subarray(from, from + this.batches.size[batch]!);
  }

  /** Makes the decision record of one batch. */
  record(batch: number): DecisionRecord {
    const { batches, requests } = this;
    const startedAt = batches.startedAt[batch]!;
    const engineFreeAt = batches.engineFreeAt[batch]!;
    return {
      batch,
      startedAt,
      reason: CLOSE_REASONS[batches.reason[batch]!]!,
      engineFreeAt: engineFreeAt === -Infinity ? null : engineFreeAt,
      endedAt: batches.endedAt[batch]!,
      longestPrompt: batches.longestPrompt[batch]!,
      longestOutput: batches.longestOutput[batch]!,
      members: Array.from(this.membersOf(batch), (request) => {
        const arrivedAt = requests.arrivedAt[request]!;
        const firstTokenAt = requests.firstTokenAt[request]!;
        return {
          request,
          arrivedAt,
          promptTokens: requests.promptTokens[request]!,
          outputTokens: requests.outputTokens[request]!,
          blockedMs: Math.max(0, engineFreeAt - arrivedAt),
          formingMs: startedAt - Math.max(arrivedAt, engineFreeAt),
          firstTokenAt: Number.isNaN(firstTokenAt) ? null : firstTokenAt,
          finishedAt: requests.finishedAt[request]!,
          outcome: this.outcomeOf(request),
        };
      }),
      reruns: [],
    };
  }

  /** The decision records of all batches, made one at a time. */
  *records(): Generator<DecisionRecord> {
    for (let batch = 0; batch < this.batchCount; batch++) yield this.record(batch);
  }

  private reserveMembers(count: number): void {
    const needed = this.memberCount + count;
    if (needed <= this.members.length) return;
    const members = new Int32Array(Math.max(needed, this.members.length * 2));
    members.set(this.members);
    this.members = members;
  }
}

/** Rows stand as those of requests that have not started. */
function newRequestLog(capacity: number): RequestLog {
  return {
    arrivedAt: new Float64Array(capacity),
    promptTokens: new Int32Array(capacity),
    outputTokens: new Int32Array(capacity),
    batch: new Int32Array(capacity).fill(NO_BATCH),
    outcome: new Uint8Array(capacity),
    firstTokenAt: new Float64Array(capacity).fill(NaN),
    finishedAt: new Float64Array(capacity).fill(NaN),
  };
}

function newBatchLog(capacity: number): BatchLog {
  return {
    startedAt: new Float64Array(capacity),
    engineFreeAt: new Float64Array(capacity),
    endedAt: new Float64Array(capacity),
    reason: new Uint8Array(capacity),
    size: new Int32Array(capacity),
    membersFrom: new Int32Array(capacity),
    longestPrompt: new Int32Array(capacity),
    longestOutput: new Int32Array(capacity),
  };
}

function shortened<T extends object>(columns: T, length: number): T {
  const cut = Object.entries(columns as Columns).map(([name, column]) => [name, column.slice(0, length)]);
  return Object.fromEntries(cut) as T;
}

type Columns = Record<string, Float64Array | Int32Array | Uint8Array>;

function grown<T extends object>(from: T, to: T): T {
  for (const name in from) {
    (to as Columns)[name]!.set((from as Columns)[name]!);
  }
  return to;
}
