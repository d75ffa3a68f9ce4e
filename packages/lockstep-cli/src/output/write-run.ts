import { extname } from 'node:path';
import type { DecisionLog } from 'lockstep/core';
import { chromeTrace, type Release } from 'lockstep/metrics';
import { nearest } from 'lockstep/scenario';
import { UsageError } from '../failure.js';
import { CSV, JSON_LINES, requestRows, type RowFormat } from '../documents/request-rows.js';
import type { Outputs } from './refuse-overwriting.js';
import { writePieces } from './write-pieces.js';

/** Files that a single run is written to. */
export interface RunFiles {
  /** A row per request, `.csv` or `.jsonl`. */
  readonly requestsOut?: string;
  /** A Chrome trace. */
  readonly traceOut?: string;
}

const ROW_FORMATS: Readonly<Record<string, RowFormat>> = { '.csv': CSV, '.jsonl': JSON_LINES };

/** @throws UsageError for rows in a format that there is not */
export function checkRunFiles({ requestsOut }: RunFiles): void {
  if (requestsOut !== undefined) rowFormatOf(requestsOut);
}

/** Where the options of a command write to. */
export function outputsOf({
  requestsOut,
  traceOut,
  decisions,
  out,
}: RunFiles & { readonly decisions?: string; readonly out?: string }): Outputs {
  const options = { '--requests-out': requestsOut, '--trace-out': traceOut, '--decisions': decisions };
  return {
    files: Object.entries(options).flatMap(([flag, path]) =>
      path === undefined ? [] : [{ option: `${flag} ${path}`, path }],
    ),
    folder: out === undefined ? null : { option: `--out ${out}`, path: out },
  };
}

/**
 * Writes a run to the files that are asked for, piece by piece.
 * @returns a sentence for each file written
 * @throws OutputError for a file that cannot be written
 */
export async function writeRun(log: DecisionLog, release: Release, files: RunFiles): Promise<string[]> {
  const written: string[] = [];
  const { requestsOut, traceOut } = files;
  if (requestsOut !== undefined) {
    await writePieces(requestsOut, requestRows(log, release, rowFormatOf(requestsOut)));
    written.push(`Requests: ${requestsOut}`);
  }
  if (traceOut !== undefined) {
    await writePieces(traceOut, chromeTrace(log));
    written.push(`Trace: ${traceOut} (open it in https://ui.perfetto.dev)`);
  }
  return written;
}

function rowFormatOf(file: string): RowFormat {
  const extension = extname(file);
  const format = ROW_FORMATS[extension];
  if (format !== undefined) return format;
  const meant = nearest(extension, Object.keys(ROW_FORMATS));
  const hint = meant === null ? '' : `; did you mean "${file.slice(0, -extension.length)}${meant}"?`;
  throw new UsageError(
    `--requests-out: expected a file that ends in .csv or .jsonl, got ${JSON.stringify(file)}${hint}`,
  );
}
