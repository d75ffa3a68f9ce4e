import { type DecisionLog, NO_BATCH } from 'lockstep/core';
import { type Release, RunWindow } from 'lockstep/metrics';

/** A row per request; a request that never started has no batch and no instants but its arrival. */
type Cells = readonly (number | null)[];

const COLUMNS = [
  'id',
  'batch',
  'arrivedAt',
  'startedAt',
  'firstTokenAt',
  'finishedAt',
  'releasedAt',
  'promptTokens',
  'outputTokens',
] as const;

/** Rows joined into one piece of text. */
const ROWS_PER_PIECE = 4096;

/** How a row is written. */
export interface RowFormat {
  readonly head: string;
  row(cells: Cells): string;
}

/** Comma-separated, a header first; what a request does not have is empty. */
export const CSV: RowFormat = {
  head: COLUMNS.join(',') + '\n',
  row: (cells) => cells.map((cell) => cell ?? '').join(',') + '\n',
};

/** An object a line; what a request does not have is null. */
export const JSON_LINES: RowFormat = {
  head: '',
  row: (cells) => `{${COLUMNS.map((column, i) => `"${column}":${cells[i]}`).join(',')}}\n`,
};

/** All requests in arrival order as pieces of text. Instants in ms, with every digit, so that a run can be replayed. */
export function* requestRows(log: DecisionLog, release: Release, format: RowFormat): Generator<string> {
  const window = new RunWindow(log, release, 0);
  yield format.head;
  for (let from = 0; from < log.requestCount; from += ROWS_PER_PIECE) {
    const to = Math.min(from + ROWS_PER_PIECE, log.requestCount);
    let piece = '';
    for (let request = from; request < to; request++) piece += format.row(cellsOf(window, request));
    yield piece;
  }
}

function cellsOf(window: RunWindow, request: number): Cells {
  const { requests, batches } = window.log;
  const batch = requests.batch[request]!;
  const started = batch !== NO_BATCH;
  const completed = window.isCompleted(request);
  return [
    request,
    started ? batch : null,
    requests.arrivedAt[request]!,
    started ? batches.startedAt[batch]! : null,
    completed ? requests.firstTokenAt[request]! : null,
    completed ? requests.finishedAt[request]! : null,
    completed ? window.releasedAt(request) : null,
    requests.promptTokens[request]!,
    requests.outputTokens[request]!,
  ];
}
