import type { BatchTime } from '../../cost/index.js';
import type { GenerationContext, GenerationResult } from '../engine.js';
import { Pause } from './pause.js';
import type { Row } from './row.js';

/**
 * Runs rows in lockstep: token k of each is there `time.tokenMs(k)` after the start, however late a timer was for the
 * one before. When nobody listens to tokens, it only looks at those with which a row ends.
 * @param speed how much faster than `time` says
 */
export async function runRows(
  rows: readonly Row[],
  time: BatchTime,
  speed: number,
  context: GenerationContext,
  signal: AbortSignal,
): Promise<GenerationResult[]> {
  const startedAt = performance.now();
  const results = new Array<GenerationResult>(rows.length);
  const pause = new Pause();
  const stopWatching = watch(rows, context.signals, signal, pause.cut);
  let live = [...rows];

  const ended = ({ place }: Row) => results[place] !== undefined;
  const end = (row: Row) => {
    const result = row.result();
    results[row.place] = result;
    context.answer?.(row.place, result);
  };
  const advance = (row: Row, token: number) => {
    if (row.cancelled) return end(row);
    const text = row.advanceTo(token);
    context.emit?.(row.place, { text, tokens: 1 });
    if (token === row.outputTokens) end(row);
  };

  try {
    let token = 0;
    while (true) {
      signal.throwIfAborted();
      for (const row of live) if (row.cancelled && !ended(row)) end(row);
      live = live.filter((row) => !ended(row));
      if (live.length === 0) return results;
      const next = context.emit === undefined ? nextEnd(live) : token + 1;
      const dueAt = startedAt + time.tokenMs(next) / speed;
      if (performance.now() < dueAt) {
        await pause.until(dueAt);
        continue;
      }
      token = next;
      for (const row of live) {
        signal.throwIfAborted();
        advance(row, token);
      }
    }
  } finally {
    stopWatching();
  }
}

function nextEnd(live: readonly Row[]): number {
  return live.reduce((next, { outputTokens }) => Math.min(next, outputTokens), Infinity);
}

/** Marks rows as they are cancelled, and tells of that and of the whole batch's abort; returns how to stop. */
function watch(
  rows: readonly Row[],
  signals: readonly AbortSignal[] = [],
  whole: AbortSignal,
  changed: () => void,
): () => void {
  const watched: [AbortSignal, () => void][] = [[whole, changed]];
  for (const row of rows) {
    const signal = signals[row.place];
    if (signal === undefined) continue;
    row.cancelled = signal.aborted;
    watched.push([
      signal,
      () => {
        row.cancelled = true;
        changed();
      },
    ]);
  }
  for (const [signal, react] of watched) signal.addEventListener('abort', react, { once: true });
  return () => {
    for (const [signal, react] of watched) signal.removeEventListener('abort', react);
  };
}
