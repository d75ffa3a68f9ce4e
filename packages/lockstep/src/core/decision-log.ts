import {
  CLOSE_REASONS,
  type CloseReason,
  type DecisionRecord,
  type DepartureRecord,
  type Outcome,
  OUTCOMES,
  type Unanswered,
} from './decision-record.js';
import {
  type BatchLog,
  grown,
  type LogColumns,
  newBatchLog,
  newRequestLog,
  NO_BATCH,
  type RequestLog,
  shortened,
} from './log-columns.js';
import { writeRecords } from './log-from-records.js';
import { NO_TERMS, type RequestTerms } from './request-terms.js';
import { blockedUntil, engineFreeBefore } from './waiting-time.js';

const PENDING = OUTCOMES.indexOf('pending');
const COMPLETED = OUTCOMES.indexOf('completed');

/**
 * What happened in a run: every request and every batch, as growing columns (about 41 bytes a request and
 * 41 a batch, so that ten million requests fit in memory). A driver of the scheduler writes it, metrics read it.
 */
export class DecisionLog {
  requestCount = 0;
  batchCount = 0;
  memberCount = 0;
  /** How many engines there are, whether they have run a batch or not. */
  engines = 1;
  requests: RequestLog;
  batches: BatchLog;
  /** Request ids, batch after batch, each in slot order. */
  members: Int32Array;
  /** What requests asked for; null where none asked for anything. */
  private terms: (RequestTerms | undefined)[] | null = null;

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
  static fromColumns({ requests, batches, members, engines = 1, terms }: LogColumns): DecisionLog {
    const log = new DecisionLog(0, 0);
    log.requests = requests;
    log.batches = batches;
    log.members = members;
    log.engines = engines;
    if (terms !== undefined) log.terms = [...terms];
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
      engines: this.engines,
      ...(this.terms !== null && { terms: this.terms }),
    };
  }

  /** Adds a request that has just arrived; returns its id, its place in arrival order. */
  arrive(at: number, promptTokens: number, outputTokens: number): number {
    if (this.requestCount === this.requests.arrivedAt.length) {
      const capacity = Math.max(1, this.requestCount * 2);
      this.requests = grown(this.requests, newRequestLog(capacity), capacity);
    }
    const request = this.requestCount++;
    const { requests } = this;
    requests.arrivedAt[request] = at;
    requests.promptTokens[request] = promptTokens;
    requests.outputTokens[request] = outputTokens;
    return request;
  }

  /** Keeps what a request asks for; those of which nothing is said ask for nothing. */
  setTerms(request: number, terms: RequestTerms): void {
    (this.terms ??= [])[request] = terms;
  }

  /** What a request asked for, besides its answer. */
  termsOf(request: number): RequestTerms {
    return this.terms?.[request] ?? NO_TERMS;
  }

  /** Adds a batch that has just started; its end is written when it ends. Returns its index. */
  start(
    at: number,
    reason: CloseReason,
    members: readonly number[],
    engineFreeAt: number,
    engine = 0,
  ): number {
    if (this.batchCount === this.batches.startedAt.length) {
      const capacity = Math.max(1, this.batchCount * 2);
      this.batches = grown(this.batches, newBatchLog(capacity), capacity);
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
    if (engine > 0 || batches.engine.length > 0) this.writeEngine(batch, engine);
    return batch;
  }

  /**
   * A request starts without a batch, in a run that has none.
   * @param blockedUntil the instant (ms) from which the engine could have taken it
   */
  startAlone(request: number, at: number, blockedUntil: number): void {
    if (this.requests.startedAt.length === 0) {
      const capacity = this.requests.arrivedAt.length;
      this.requests = {
        ...this.requests,
        startedAt: new Float64Array(capacity).fill(NaN),
        blockedUntil: new Float64Array(capacity).fill(NaN),
      };
    }
    this.requests.startedAt[request] = at;
    this.requests.blockedUntil[request] = blockedUntil;
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

  /** The engine that a batch ran on. */
  engineOf(batch: number): number {
    return this.batches.engine[batch] ?? 0;
  }

  /** Whether requests ran without batches. */
  get isWithoutBatches(): boolean {
    return this.requests.startedAt.length > 0;
  }

  /** When a request stopped waiting: it started, or left without that. NaN while it waits. */
  waitedUntil(request: number): number {
    const { requests, batches } = this;
    const batch = requests.batch[request]!;
    if (batch !== NO_BATCH) return batches.startedAt[batch]!;
    const startedAt = requests.startedAt[request] ?? NaN;
    return Number.isNaN(startedAt) ? requests.finishedAt[request]! : startedAt;
  }

  /**
   * Until when a request was blocked: no engine was free. From then on it waited for its batch to start.
   * @param waitedUntil when it stopped waiting (ms); for one that still waits, the instant up to which it is looked at
   */
  blockedUntil(request: number, waitedUntil = this.waitedUntil(request)): number {
    const { requests, batches } = this;
    const arrivedAt = requests.arrivedAt[request]!;
    const batch = requests.batch[request]!;
    if (batch !== NO_BATCH) return blockedUntil(arrivedAt, batches.engineFreeAt[batch]!, waitedUntil);
    const known = requests.blockedUntil[request] ?? NaN;
    return blockedUntil(
      arrivedAt,
      Number.isNaN(known) ? engineFreeBefore(this, waitedUntil) : known,
      waitedUntil,
    );
  }

  /** Makes the decision record of one batch. */
  record(batch: number): DecisionRecord {
    const { batches, requests } = this;
    const startedAt = batches.startedAt[batch]!;
    const engineFreeAt = batches.engineFreeAt[batch]!;
    return {
      batch,
      engine: this.engineOf(batch),
      startedAt,
      reason: CLOSE_REASONS[batches.reason[batch]!]!,
      engineFreeAt: engineFreeAt === -Infinity ? null : engineFreeAt,
      endedAt: batches.endedAt[batch]!,
      longestPrompt: batches.longestPrompt[batch]!,
      longestOutput: batches.longestOutput[batch]!,
      members: Array.from(this.membersOf(batch), (request) => {
        const arrivedAt = requests.arrivedAt[request]!;
        const blockedUntil = this.blockedUntil(request);
        const firstTokenAt = requests.firstTokenAt[request]!;
        return {
          request,
          arrivedAt,
          promptTokens: requests.promptTokens[request]!,
          outputTokens: requests.outputTokens[request]!,
          blockedMs: blockedUntil - arrivedAt,
          formingMs: startedAt - blockedUntil,
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

  private writeEngine(batch: number, engine: number): void {
    if (this.batches.engine.length === 0) {
      this.batches = { ...this.batches, engine: new Uint16Array(this.batches.startedAt.length) };
    }
    this.batches.engine[batch] = engine;
    if (engine >= this.engines) this.engines = engine + 1;
  }

  private reserveMembers(count: number): void {
    const needed = this.memberCount + count;
    if (needed <= this.members.length) return;
    const members = new Int32Array(Math.max(needed, this.members.length * 2));
    members.set(this.members);
    this.members = members;
  }
}
