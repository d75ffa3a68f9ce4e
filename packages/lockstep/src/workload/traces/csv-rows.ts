import { WorkloadError } from '../workload.js';
import { shortened } from './shortened.js';
import { csvRecords } from './csv.js';
import { TraceRow, type TraceTable } from './trace-row.js';

/** Far more than a trace has. */
const MOST_COLUMNS = 1000;

/** Reads a CSV text whose first line names its columns. */
export function csvTable(text: string, file: string): TraceTable {
  const records = csvRecords(text, file);
  const columns: string[] = records.next().value!.cells;
  if (columns.length > MOST_COLUMNS) {
    throw new WorkloadError(`${file}:1: expected at most ${MOST_COLUMNS} columns, got ${columns.length}`);
  }
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) {
      throw new WorkloadError(`${file}:1, column ${column}: expected every column once, got it twice`);
    }
    seen.add(column);
  }
  return { columns, rows: csvRows(records, columns, file) };
}

function* csvRows(records: ReturnType<typeof csvRecords>, columns: string[], file: string) {
  const row = new CsvRow(file, columns);
  for (const { line, cells } of records) {
    if (cells.length !== columns.length) {
      const got = cells.length === 1 && cells[0] === '' ? 'a blank line' : `${cells.length}`;
      throw new WorkloadError(
        `${file}:${line}: expected ${columns.length} cells (${shortened(columns.join(','))}), got ${got}`,
      );
    }
    row.line = line;
    row.cells = cells;
    yield row;
  }
}

/** Digits with an optional sign, point and exponent: no blanks, no hexadecimal, no words. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

class CsvRow extends TraceRow {
  cells: string[] = [];
  private readonly places: Map<string, number>;

  constructor(file: string, columns: string[]) {
    super(file);
    this.places = new Map(columns.map((column, place) => [column, place]));
  }

  protected valueOf(column: string): string {
    return this.cells[this.places.get(column)!]!;
  }

  protected numberIn(column: string): number {
    const cell = this.valueOf(column);
    return DECIMAL.test(cell) ? Number(cell) : NaN;
  }
}
