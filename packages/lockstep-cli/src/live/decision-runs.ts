import type { Departure } from 'lockstep/batcher';
import { DecisionLog, type DecisionRecord, ProtocolError } from 'lockstep/core';
import type { z } from 'zod';
import { UsageError } from '../failure.js';
import { DECISION_FORMAT, type LiveRun } from './decision-format.js';
import { eventLine, runLine } from './decision-lines.js';
import { RequestNumbers } from './request-numbers.js';
import { RunClock } from './run-clock.js';

/** A live run as its file tells it. */
export interface RecordedRun {
  readonly run: LiveRun;
  /** Instants in ms since the run began. */
  readonly log: DecisionLog;
  /** What is missing of it, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads the lines of a decision file, run by run. A crash leaves a run whose last line is torn, or whose last requests are
 * missing: that is noted and no error.
 * @param file what errors call it
 * @throws UsageError for any other damage, with the line's number, what was expected and what came
 */
export async function readDecisionLines(file: string, lines: AsyncIterable<string>): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  let reading: RunReader | null = null;
  let number = 0;
  for await (const text of lines) {
    const line: Line = { where: `${file}, line ${++number}`, text, content: parsed(text) };
    if (reading === null || isRunLine(line.content)) {
      if (reading !== null) runs.push(reading.finish());
      reading = new RunReader(readRunLine(line), line.where);
    } else {
      reading.take(line);
    }
  }
  if (reading === null) throw new UsageError(`${file}: expected at least one run, got an empty file`);
  runs.push(reading.finish());
  return runs;
}

interface Line {
  /** File and number, for errors. */
  readonly where: string;
  readonly text: string;
  /** Undefined for what is not JSON. */
  readonly content: unknown;
}

/** Gathers the lines of one run. */
class RunReader {
  private readonly clock: RunClock;
  private readonly numbers = new RequestNumbers();
  private readonly records: DecisionRecord[] = [];
  private readonly departures: Departure[] = [];
  private torn: Line | null = null;

  /** @param where the file and line at which it begins */
  constructor(
    private readonly run: LiveRun,
    private readonly where: string,
  ) {
    this.clock = new RunClock(run.originAt, run.speed ?? 1);
  }

  take(line: Line): void {
    if (this.torn !== null) throw notAnEvent(this.torn);
    if (line.content === undefined) {
      this.torn = line;
      return;
    }
    const { type, ...event } = validated(eventLine, line, 'a batch or a departure');
    if (type === 'batch') {
      const record = event as DecisionRecord;
      for (const { request } of record.members) this.numbers.add(request, line.where);
      this.records.push(this.clock.record(record));
    } else {
      const departure = event as Departure;
      this.numbers.add(departure.request, line.where);
      this.departures.push(this.clock.departure(departure));
    }
  }

  finish(): RecordedRun {
    const { numbers } = this;
    const notes: string[] = [];
    if (this.torn !== null) {
      notes.push(`The run was cut off within its last line (${this.torn.where}), which is left out.`);
    }
    const missing = numbers.close();
    if (missing > 0) {
      notes.push(
        `${missing} ${missing === 1 ? 'request is' : 'requests are'} missing: the run was cut off before it could tell ` +
          'what became of them.',
      );
    }
    return { run: this.run, log: this.log(), notes };
  }

  private log(): DecisionLog {
    const { numbers, records, departures } = this;
    try {
      return DecisionLog.fromRecords(
        records.map((record) => numbers.inRecord(record)),
        departures.map((departure) => ({ ...departure, request: numbers.of(departure.request) })),
      );
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new UsageError(`${this.where}, and on: ${error.message}`);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRunLine(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'type' in content && content.type === 'run';
}

function readRunLine(line: Line): LiveRun {
  const { content, text } = line;
  const expected = 'the first line of a run, {"type":"run",…}';
  if (!isRunLine(content)) throw unexpected(line, expected, shown(text));
  const { format } = content as { format?: unknown };
  if (format !== DECISION_FORMAT) {
    throw unexpected(line, `format ${DECISION_FORMAT}`, JSON.stringify(format) ?? 'none');
  }
  return validated(runLine, line, expected);
}

function validated<Schema extends z.ZodType>(schema: Schema, line: Line, expected: string): z.infer<Schema> {
  const result = schema.safeParse(line.content);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const isWhole = path.length === 0 || path[0] === 'type';
  if (isWhole) throw unexpected(line, expected, shown(line.text));
  throw new UsageError(`${line.where}: ${path.join('.')}: ${message}`);
}

function notAnEvent(line: Line): UsageError {
  return unexpected(line, 'a batch or a departure', shown(line.text));
}

function unexpected({ where }: Line, expected: string, got: string): UsageError {
  return new UsageError(`${where}: expected ${expected}, got ${got}`);
}

const SHOWN = 60;

function shown(text: string): string {
  if (text.trim() === '') return 'an empty line';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
