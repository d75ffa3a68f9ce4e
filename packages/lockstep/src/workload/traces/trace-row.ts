import { MOST_TOKENS } from '../parameters.js';
import { WorkloadError } from '../workload.js';
import { shortened } from './shortened.js';

/** One row of a trace, whatever the layout of its file. Reading a cell gives what it must hold, or throws. */
export abstract class TraceRow {
  /** Where the row stands in its file, counted from 1. */
  line = 1;

  constructor(readonly file: string) {}

  /** What stands in a column; undefined if nothing does. */
  protected abstract valueOf(column: string): unknown;

  /** The number that stands in a column; NaN if no number does. */
  protected abstract numberIn(column: string): number;

  /** @throws WorkloadError unless a finite number stands there */
  number(column: string): number {
    const value = this.numberIn(column);
    if (Number.isFinite(value)) return value;
    throw this.wrong(column, 'a number');
  }

  /** @throws WorkloadError unless a whole number from 0 to 2³¹ − 1 stands there */
  tokens(column: string): number {
    const value = this.numberIn(column);
    if (Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS) return value;
    throw this.wrong(column, 'a whole number of tokens ≥ 0');
  }

  /** @throws WorkloadError unless a text stands there */
  text(column: string): string {
    const value = this.valueOf(column);
    if (typeof value === 'string') return value;
    throw this.wrong(column, 'a text');
  }

  /** Makes the error that says where the row stands, what was expected and what stood there. */
  wrong(column: string, expected: string): WorkloadError {
    const value = this.valueOf(column);
    const got = value === undefined || value === '' ? 'nothing' : shortened(JSON.stringify(value), 60);
    return new WorkloadError(`${this.file}:${this.line}, column ${column}: expected ${expected}, got ${got}`);
  }
}

/** The rows of a trace file under the names of their columns. */
export interface TraceTable {
  readonly columns: readonly string[];
  /** One row object, filled anew for each row. */
  readonly rows: Iterable<TraceRow>;
}
