import type { Departure } from 'lockstep/batcher';
import { DecisionLog, type DecisionRecord, ProtocolError } from 'lockstep/core';
import type { z } from 'zod';
import { UsageError } from '../failure.js';
import { DECISION_FORMAT, type LiveRun } from './decision-format.js';
import type { Line } from './decision-line.js';
import { eventLine, runLine } from './decision-lines.js';
import { Renumbered } from './renumbered.js';
import { RunClock } from './run-clock.js';

/** A live run as its file tells it. */
export interface RecordedRun {
  readonly run: LiveRun;
  /** Instants in ms since the run began. */
  readonly log: DecisionLog;
  /** What is missing of it, in plain sentences. */
  readonly notes: readonly string[];
}

/** Gathers the lines of one run. Of damage the first counts; what comes after it is not looked at. */
export class RunReader {
  private readonly where: string;
  private readonly run: LiveRun | null;
  private readonly clock: RunClock;
  private readonly requests = new Renumbered('request');
  private readonly batches = new Renumbered('batch');
  private readonly records: DecisionRecord[] = [];
  private readonly departures: Departure[] = [];
  private readonly cuts: string[] = [];
  private damage: UsageError | null = null;

  /** @param first the line that says under which configuration it was made */
  constructor(first: Line) {
    this.where = first.where;
    this.run = this.unlessDamaged(() => readRunLine(first));
    this.clock = new RunClock(this.run?.originAt ?? 0, this.run?.speed ?? 1);
  }

  take(line: Line): void {
    this.unlessDamaged(() => {
      const { type, ...event } = validated(eventLine, line, 'a batch or a departure');
      if (type === 'batch') {
        const record = event as DecisionRecord;
        this.batches.add(record.batch, line.where);
        for (const { request } of record.members) this.requests.add(request, line.where);
        this.records.push(this.clock.record(record));
      } else {
        const departure = event as Departure;
        this.requests.add(departure.request, line.where);
        this.departures.push(this.clock.departure(departure));
      }
    });
  }

  /** Takes the beginning of a line that has no end. */
  cutOff({ where }: Line): void {
    this.cuts.push(where);
  }

  finish(): RecordedRun | { readonly damage: UsageError } {
    const { run } = this;
    const notes = this.notes();
    this.batches.close();
    const log = this.unlessDamaged(() => this.log());
    if (this.damage !== null) return { damage: this.damage };
    return { run: run!, log: log!, notes };
  }

  private notes(): string[] {
    const notes: string[] = [];
    const { length } = this.cuts;
    if (length === 1) notes.push(`A line of the run was cut off (${this.cuts[0]}); it is left out.`);
    if (length > 1) {
      notes.push(`${length} lines of the run were cut off (the first: ${this.cuts[0]}); they are left out.`);
    }
    const missing = this.requests.close();
    if (missing > 0) {
      notes.push(
        `${missing} ${missing === 1 ? 'request is' : 'requests are'} missing: the run was cut off before it could tell ` +
          'what became of them.',
      );
    }
    return notes;
  }

  private log(): DecisionLog {
    const { requests, batches, records, departures } = this;
    try {
      return DecisionLog.fromRecords(
        records.map((record) => ({
          ...record,
          batch: batches.of(record.batch),
          members: record.members.map((member) => ({ ...member, request: requests.of(member.request) })),
          reruns: record.reruns.map((rerun) => ({
            ...rerun,
            members: rerun.members.map((request) => requests.of(request)),
          })),
        })),
        departures.map((departure) => ({ ...departure, request: requests.of(departure.request) })),
      );
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new UsageError(`${this.where}, and on: ${error.message}`);
    }
  }

  private unlessDamaged<T>(read: () => T): T | null {
    if (this.damage !== null) return null;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.damage = error;
      return null;
    }
  }
}

function readRunLine(line: Line): LiveRun {
  const { format } = line.content as { format?: unknown };
  if (format !== DECISION_FORMAT) {
    throw unexpected(line, `format ${DECISION_FORMAT}`, JSON.stringify(format) ?? 'none');
  }
  return validated(runLine, line, 'the first line of a run, {"type":"run",…}');
}

function validated<Schema extends z.ZodType>(schema: Schema, line: Line, expected: string): z.infer<Schema> {
  const result = schema.safeParse(line.content);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const isWhole = path.length === 0 || path[0] === 'type';
  if (isWhole) throw unexpected(line, expected, line.shown);
  throw new UsageError(`${line.where}: ${path.join('.')}: ${message}`);
}

function unexpected({ where }: Line, expected: string, got: string): UsageError {
  return new UsageError(`${where}: expected ${expected}, got ${got}`);
}
