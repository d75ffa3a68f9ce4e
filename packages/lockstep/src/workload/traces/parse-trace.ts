import { WorkloadError } from '../workload.js';
import { formatOf, TRACE_FORMATS, type TraceFormatName } from './formats.js';
import { DATES, TIME_UNITS, type TimeUnit, toMs } from './time-unit.js';
import { shortened } from './shortened.js';
import type { Trace } from './trace.js';
import { TraceColumns } from './trace-columns.js';
import type { TraceFormat } from './trace-format.js';
import { traceTable } from './trace-table.js';

export interface ParseTraceOptions {
  /** Names the text in messages (default `trace`). */
  readonly file?: string;
  /** Leave out and count requests that failed, those with 0 output tokens (default false: they are an error). */
  readonly skipFailed?: boolean;
  /**
   * The unit of the arrival instants, where the format does not tell it or the file has another (default: that of its
   * format). Not for dates.
   */
  readonly timeUnit?: TimeUnit | undefined;
}

/**
 * Reads a trace, whose format is recognized by its columns (docs/workloads.md shows each). Rows must be sorted by
 * arrival: no known format is written unsorted, so a row out of order means a damaged or merged file.
 * @param text the content of a file, CSV or JSON lines
 * @throws WorkloadError that says file, line, column, what was expected and what stood there
 */
export function parseTrace(text: string, options: ParseTraceOptions = {}): Trace {
  const { file = 'trace', skipFailed = false, timeUnit } = options;
  const { columns, rows } = traceTable(text, file);
  const format = recognized(columns, file);
  const unit = unitOf(format, timeUnit, file);
  const isWholeNeeded = format.wholeInstants === true && timeUnit === undefined;
  const kept = new TraceColumns();
  let skipped = 0;
  let firstKept = 0;
  let previous = -Infinity;
  for (const row of rows) {
    const arrival = format.readArrival?.(row) ?? row.number(format.arrival);
    if (arrival < previous) {
      throw row.wrong(format.arrival, 'an instant not before that of the row above (rows sorted by arrival)');
    }
    if (isWholeNeeded && !Number.isInteger(arrival)) throw row.wrong(format.arrival, wholeOrUnit(format));
    previous = arrival;
    format.check?.(row);
    const promptTokens = row.tokens(format.promptTokens);
    const outputTokens = row.tokens(format.outputTokens);
    if (outputTokens === 0) {
      if (!skipFailed) throw row.wrong(format.outputTokens, FAILED_REQUEST);
      skipped++;
      continue;
    }
    if (kept.count === 0) firstKept = arrival;
    const arrivedAt = toMs(arrival - firstKept, unit);
    if (arrivedAt === Infinity) throw row.wrong(format.arrival, 'an instant that is finite in milliseconds');
    kept.push(arrivedAt, promptTokens, outputTokens);
  }
  if (kept.count === 0) {
    const got = skipped === 0 ? 'none' : `only ${skipped} failed ones, which are skipped`;
    throw new WorkloadError(`${file}: expected at least one request, got ${got}`);
  }
  return { file, format: format.name, unit, skipped, ...kept.finish() };
}

const FAILED_REQUEST =
  'at least 1 output token (a request with 0 failed; skipFailed leaves such requests out and counts them)';

/** The format of a text that begins as a trace does, by the columns of its first line; null for any other text. */
export function traceFormatOf(text: string): TraceFormatName | null {
  const end = text.indexOf('\n');
  try {
    return formatOf(traceTable(end === -1 ? text : text.slice(0, end), 'trace').columns)?.name ?? null;
  } catch (error) {
    if (error instanceof WorkloadError) return null;
    throw error;
  }
}

function recognized(columns: readonly string[], file: string) {
  const format = formatOf(columns);
  if (format !== undefined) return format;
  const known = TRACE_FORMATS.map(({ name, columns }) => `\n  ${name}: ${columns.join(',')}`).join('');
  const got = shortened(columns.join(',') || 'none');
  throw new WorkloadError(
    `${file}:1: expected the columns of a known trace format, got ${got}; known are${known}`,
  );
}

const GIVE_THE_UNIT =
  'give its unit with --time-unit s or --time-unit ms (timeUnit in scenario files and in code)';

function unitOf(format: TraceFormat, given: TimeUnit | undefined, file: string): TimeUnit | typeof DATES {
  const { unit, arrival, columns } = format;
  if (given !== undefined && !TIME_UNITS.includes(given)) {
    throw new WorkloadError(`timeUnit: expected ${TIME_UNITS.join(', ')}, got ${JSON.stringify(given)}`);
  }
  if (unit === DATES && given !== undefined) {
    throw new WorkloadError(
      `${file}: expected no --time-unit (timeUnit), as ${arrival} holds dates, got ${given}`,
    );
  }
  if (unit !== null) return given ?? unit;
  if (given !== undefined) return given;
  throw new WorkloadError(
    `${file}: expected columns that tell the unit of ${arrival}, got ${columns.join(',')}, which are milliseconds in ` +
      `Mooncake's traces (with hash_ids) and seconds in Qwen-Bailian's (with chat_id and parent_chat_id); ${GIVE_THE_UNIT}`,
    undefined,
    'ERR_LOCKSTEP_TIME_UNIT',
  );
}

function wholeOrUnit({ name, unit }: TraceFormat): string {
  return `a whole number of ${unit}, as all ${name} traces have (otherwise ${GIVE_THE_UNIT})`;
}
