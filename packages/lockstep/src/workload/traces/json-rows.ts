import { WorkloadError } from '../workload.js';
import { MOST_LINE_CHARACTERS } from './shortened.js';
import { TraceRow, type TraceTable } from './trace-row.js';

/** Reads JSON lines: an object per line; the first one's keys are the columns. */
export function jsonTable(text: string, file: string): TraceTable {
  const end = text.indexOf('\n');
  const first = parseLine(end === -1 ? text : text.slice(0, end), file, 1);
  return { columns: Object.keys(first), rows: jsonRows(text, file) };
}

function* jsonRows(text: string, file: string) {
  const row = new JsonRow(file);
  const length = text.trimEnd().length;
  let line = 0;
  for (let start = 0; start < length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    row.line = ++line;
    row.entries = parseLine(text.slice(start, end), file, line);
    yield row;
    start = end + 1;
  }
}

function parseLine(content: string, file: string, line: number): Record<string, unknown> {
  if (content.length > MOST_LINE_CHARACTERS) {
    throw new WorkloadError(
      `${file}:${line}: expected a row of at most ${MOST_LINE_CHARACTERS} characters, got ${content.length}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // The engine's own message differs between engines and never names the file.
    throw notAnObject(content, file, line);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notAnObject(content, file, line);
  }
  return value as Record<string, unknown>;
}

function notAnObject(content: string, file: string, line: number): WorkloadError {
  const got = content.trim() === '' ? 'a blank line' : content.trimEnd().slice(0, 60);
  return new WorkloadError(`${file}:${line}: expected a JSON object on one line, got ${got}`);
}

class JsonRow extends TraceRow {
  entries: Record<string, unknown> = {};

  protected valueOf(column: string): unknown {
    return this.entries[column];
  }

  protected numberIn(column: string): number {
    const value = this.entries[column];
    return typeof value === 'number' ? value : NaN;
  }
}
