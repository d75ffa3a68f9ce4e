import { WorkloadError } from '../workload.js';
import { csvTable } from './csv-rows.js';
import { jsonTable } from './json-rows.js';
import type { TraceTable } from './trace-row.js';

/**
 * Reads a text as JSON lines if it begins with a brace, else as CSV with a header. A byte order mark is skipped.
 * @throws WorkloadError, there or while the rows are read, for a text that is neither
 */
export function traceTable(text: string, file: string): TraceTable {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') {
    throw new WorkloadError(
      `${file}: expected a trace (CSV with a header, or JSON lines), got an empty file`,
    );
  }
  return content.startsWith('{') ? jsonTable(content, file) : csvTable(content, file);
}
