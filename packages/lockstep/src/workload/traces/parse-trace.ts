import { WorkloadError } from '../workload.js';
import { TRACE_FORMATS, type TraceFormatName } from './formats.js';
import type { Trace } from './trace.js';
import { TraceColumns } from './trace-columns.js';
import type { TraceFormat } from './trace-format.js';
import { traceTable } from './trace-table.js';

export interface ParseTraceOptions {
  /** Names the text in messages (default `trace`). */
  readonly file?: string;
  /** Leave out and count requests that failed, those with 0 output tokens (default false: they are an error). */
  readonly skipFailed?: boolean;
}

/**
 * Reads a trace, whose format is recognized by its columns (docs/workloads.md shows each). Rows must be sorted by
 * arrival: no known format is written unsorted, so a row out of order means a damaged or merged file.
 * @param text the content of a file, CSV or JSON lines
 * @throws WorkloadError that says file, line, column, what was expected and what stood there
 */
export function parseTrace(text: string, options: ParseTraceOptions = {}): Trace {
  const { file = 'trace', skipFailed = false } = options;
  const { columns, rows } = traceTable(text, file);
  const format = recognized(columns, file);
  const kept = new TraceColumns();
  let skipped = 0;
  let firstKept = 0;
  let previous = -Infinity;
  for (const row of rows) {
    const arrival = format.readArrival?.(row) ?? row.number(format.arrival);
    if (arrival < previous) {
      throw row.wrong(format.arrival, 'an instant not before that of the row above (rows sorted by arrival)');
    }
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
    const arrivedAt = format.toMs(arrival - firstKept);
    if (arrivedAt === Infinity) throw row.wrong(format.arrival, 'an instant that is finite in milliseconds');
    kept.push(arrivedAt, promptTokens, outputTokens);
  }
  if (kept.count === 0) {
    const got = skipped === 0 ? 'none' : `only ${skipped} failed ones, which are skipped`;
    throw new WorkloadError(`${file}: expected at least one request, got ${got}`);
  }
  return { file, format: format.name, skipped, ...kept.finish() };
}

const FAILED_REQUEST =
  'at least 1 output token (a request with 0 failed; skipFailed leaves such requests out and counts them)';

/** The format of a text that begins as a trace does, by the columns of its first line; null for any other text. */
export function traceFormatOf(text: string): TraceFormatName | null {
  const end = text.indexOf('\n');
  try {
    return formatWith(traceTable(end === -1 ? text : text.slice(0, end), 'trace').columns)?.name ?? null;
  } catch (error) {
    if (error instanceof WorkloadError) return null;
    throw error;
  }
}

type NamedFormat = TraceFormat & { readonly name: TraceFormatName };

function formatWith(columns: readonly string[]): NamedFormat | undefined {
  return TRACE_FORMATS.find((known) => known.columns.every((column) => columns.includes(column)));
}

function recognized(columns: readonly string[], file: string): NamedFormat {
  const format = formatWith(columns);
  if (format !== undefined) return format;
  const known = TRACE_FORMATS.map(({ name, columns }) => `\n  ${name}: ${columns.join(',')}`).join('');
  const got = columns.join(',') || 'none';
  const shortened = got.length > 200 ? `${got.slice(0, 197)}...` : got;
  throw new WorkloadError(
    `${file}:1: expected the columns of a known trace format, got ${shortened}; known are${known}`,
  );
}
