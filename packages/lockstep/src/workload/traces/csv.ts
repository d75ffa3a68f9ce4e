import { WorkloadError } from '../workload.js';
import { MOST_LINE_CHARACTERS } from './shortened.js';

/** One record of a CSV text. The same object is yielded again and again: read it before going on. */
export interface CsvRecord {
  /** Where it begins, counted from 1. */
  line: number;
  cells: string[];
}

/**
 * Splits a CSV text into records (RFC 4180): commas, LF or CRLF, quoted cells that may hold commas, line ends and
 * doubled quotes. Blank lines at the end are no records; a blank line before that is a record with one empty cell.
 * @param file names the text in messages
 * @throws WorkloadError for a quote that is never closed, or one inside a cell
 */
export function* csvRecords(text: string, file: string): Generator<CsvRecord> {
  const length = text.trimEnd().length;
  const record: CsvRecord = { line: 1, cells: [] };
  let line = 1;
  let start = 0;
  while (start < length) {
    record.line = line++;
    let end = lineEnd(text, start, length);
    let content = text.slice(start, end);
    let open = hasOddQuotes(content);
    // An odd number of quotes so far: the line end stands inside a quoted cell.
    while (open && end < length) {
      const next = lineEnd(text, end + 1, length);
      open = open !== hasOddQuotes(text.slice(end, next));
      end = next;
      content = text.slice(start, end);
      line++;
    }
    if (open) {
      throw new WorkloadError(
        `${file}:${record.line}: expected every quote to be closed, got the end of the file`,
      );
    }
    if (content.length > MOST_LINE_CHARACTERS) {
      throw new WorkloadError(
        `${file}:${record.line}: expected a row of at most ${MOST_LINE_CHARACTERS} characters, got ${content.length}`,
      );
    }
    start = end + 1;
    if (content.endsWith('\r')) content = content.slice(0, -1);
    record.cells = content.includes('"') ? quotedCells(content, file, record.line) : content.split(',');
    yield record;
  }
}

function lineEnd(text: string, from: number, length: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 || end > length ? length : end;
}

function hasOddQuotes(content: string): boolean {
  let odd = false;
  for (let at = content.indexOf('"'); at !== -1; at = content.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** A cell with its comma or the end: quoted, or without quotes. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/y;

function quotedCells(content: string, file: string, line: number): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  while (true) {
    const from = CELL.lastIndex;
    const match = CELL.exec(content);
    if (match === null) {
      throw new WorkloadError(
        `${file}:${line}, cell ${cells.length + 1}: expected a cell without quotes, or one in quotes with the ` +
          `quotes inside it doubled, got ${JSON.stringify(content.slice(from, from + 40))}`,
      );
    }
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '') return cells;
  }
}
