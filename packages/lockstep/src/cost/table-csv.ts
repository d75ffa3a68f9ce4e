import { CostError } from './cost-model.js';
import type { TablePoint } from './table-point.js';

const COLUMNS = ['batch_size', 'prompt_tokens', 'prefill_ms', 'step_ms'] as const;
type Column = (typeof COLUMNS)[number];

const RULES: Readonly<Record<Column, readonly [expected: string, holds: (value: number) => boolean]>> = {
  batch_size: ['an integer ≥ 1', (value) => Number.isSafeInteger(value) && value >= 1],
  prompt_tokens: ['an integer ≥ 0', (value) => Number.isSafeInteger(value) && value >= 0],
  prefill_ms: ['a finite number ≥ 0', (value) => value >= 0 && value < Infinity],
  step_ms: ['a finite number ≥ 0', (value) => value >= 0 && value < Infinity],
};

/** Far more than measured points need. */
const MOST_CHARACTERS = 1_000_000;

/** A plain decimal number: no unit, no hexadecimal, no thousands separator. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads measured points from CSV: a header with the columns batch_size, prompt_tokens, prefill_ms, step_ms in
 * any order and no others, then a line per point. `prefill_ms` is the time from the batch's start to its first
 * token, `step_ms` the mean time of a decode step after that. Unquoted, comma-separated; LF or CRLF.
 * @param csv the file's text
 * @param file what to call it in an error
 * @throws CostError with file, line and character column (both from 1), what was expected and what stood there
 */
export function parseTable(csv: string, file: string): TablePoint[] {
  if (csv.length > MOST_CHARACTERS) {
    throw new CostError(
      `${file}: expected a table of at most ${MOST_CHARACTERS} characters, got ${csv.length}`,
    );
  }
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new CostError(`${file}:1:1: expected a header, got an empty file`);

  const order = readHeader(lines[0]!, file);
  const points: TablePoint[] = [];
  const lineOf = new Map<string, number>();
  for (let i = 1; i < lines.length; i++) {
    const point = readPoint(lines[i]!, order, `${file}:${i + 1}`);
    const place = `batch size ${point.batchSize} with ${point.promptTokens} prompt tokens`;
    const before = lineOf.get(place);
    if (before !== undefined) {
      throw new CostError(
        `${file}:${i + 1}:1: expected each point once, got ${place} again, as in line ${before}`,
      );
    }
    lineOf.set(place, i + 1);
    points.push(point);
  }
  if (points.length === 0)
    throw new CostError(`${file}:2:1: expected at least one point, got the end of the file`);
  return points;
}

function readHeader(line: string, file: string): Column[] {
  const order: Column[] = [];
  for (const { text, column } of cells(line)) {
    const known = COLUMNS.find((name) => name === text);
    if (known === undefined || order.includes(known)) {
      throw new CostError(
        `${file}:1:${column}: expected each of the columns ${COLUMNS.join(', ')} once, got '${text.slice(0, 200)}'`,
      );
    }
    order.push(known);
  }
  const missing = COLUMNS.filter((name) => !order.includes(name));
  if (missing.length > 0) {
    throw new CostError(
      `${file}:1:${line.length + 1}: expected the column ${missing[0]}, got the end of the line`,
    );
  }
  return order;
}

function readPoint(line: string, order: readonly Column[], where: string): TablePoint {
  const row = cells(line);
  if (row.length !== order.length) {
    const column = row.length > order.length ? row[order.length]!.column : line.length + 1;
    throw new CostError(
      `${where}:${column}: expected ${order.length} values, got ${row.length} in '${line.slice(0, 200)}'`,
    );
  }
  const values = new Map<Column, number>();
  order.forEach((name, i) => {
    const { text, column } = row[i]!;
    const [expected, holds] = RULES[name];
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (!holds(value))
      throw new CostError(`${where}:${column}: expected ${name} as ${expected}, got '${text.slice(0, 200)}'`);
    values.set(name, value);
  });
  return {
    batchSize: values.get('batch_size')!,
    promptTokens: values.get('prompt_tokens')!,
    prefillMs: values.get('prefill_ms')!,
    stepMs: values.get('step_ms')!,
  };
}

/** The cells of a line without the blanks around them, each with its first character's column (from 1). */
function cells(line: string): { text: string; column: number }[] {
  let start = 0;
  return line.split(',').map((raw) => {
    const column = start + (raw.length - raw.trimStart().length) + 1;
    start += raw.length + 1;
    return { text: raw.trim(), column };
  });
}
