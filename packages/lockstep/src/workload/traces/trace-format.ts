import type { TraceRow } from './trace-row.js';

/** How to read one kind of trace. Each kind is a file of its own and a line in formats.ts. */
export interface TraceFormat {
  readonly name: string;
  /** A file with all of these columns has this format, whatever else it has. */
  readonly columns: readonly string[];
  /** The column of the arrival instant, in the file's own unit and from its own origin; rows must be sorted by it. */
  readonly arrival: string;
  /** Turns a time in the unit of the arrival instant into milliseconds. */
  readonly toMs: (units: number) => number;
  /** Reads the arrival instant (default: the number that stands there). */
  readonly readArrival?: (row: TraceRow) => number;
  readonly promptTokens: string;
  /** 0 output tokens mean that the request failed. */
  readonly outputTokens: string;
  /** Throws for a row that this format allows but Lockstep can't replay. */
  readonly check?: (row: TraceRow) => void;
}
