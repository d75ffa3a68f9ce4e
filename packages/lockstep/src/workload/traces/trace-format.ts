import type { DATES, TimeUnit } from './time-unit.js';
import type { TraceRow } from './trace-row.js';

/** How to read one kind of trace. Each kind is a file of its own and a line in formats.ts. */
export interface TraceFormat {
  readonly name: string;
  /** A file with all of these columns has this format, whatever else it has. */
  readonly columns: readonly string[];
  /** Columns with one of which a file does not have this format. */
  readonly without?: readonly string[];
  /** The column of the arrival instant, in the file's own unit and from its own origin; rows must be sorted by it. */
  readonly arrival: string;
  /** The unit of the arrival instant; null where the columns do not tell it, and it has to be given. */
  readonly unit: TimeUnit | typeof DATES | null;
  /** The format writes whole numbers as instants: with others its unit is in doubt, and has to be given. */
  readonly wholeInstants?: true;
  /** Reads the arrival instant (default: the number that stands there); dates in ticks of 100 ns. */
  readonly readArrival?: (row: TraceRow) => number;
  readonly promptTokens: string;
  /** 0 output tokens mean that the request failed. */
  readonly outputTokens: string;
  /** Throws for a row that this format allows but Lockstep can't replay. */
  readonly check?: (row: TraceRow) => void;
}
