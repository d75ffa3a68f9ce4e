import type { BatchTime } from '../../cost/index.js';
import type { GenerationContext, GenerationResult } from '../engine.js';
import { isCancelled } from '../is-cancelled.js';
import { Turns } from '../turns.js';
import { Pause } from './pause.js';
import type { Row } from './row.js';

/**
 * Runs rows in lockstep: token k of each is there `time.tokenMs(k)` after the start, however late a timer was for the
 * one before. Without a listener to tokens, it only looks at those with which a row ends.
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
  /** Signals are listened to once there is a pause that they may cut short: to make them takes time. */
  let stopWatching: (() => void) | null = null;
  let live = [...rows];

  const ended = ({ place }: Row) => results[place] !== undefined;
  const end = (row: Row) => {
    const result = row.result();
    results[row.place] = result;
    context.answer?.(row.place, result);
  };
  const cancel = (row: Row) => {
    row.cancelled = true;
    end(row);
  };
  const tell = (row: Row, token: number) => {
    context.emit?.(row.place, { text: row.takeText(), tokens: 1 });
    if (token === row.outputTokens) end(row);
  };

  const turns = new Turns();
  try {
    let token = 0;
    while (true) {
      signal.throwIfAborted();
      for (const row of live) if (!ended(row) && isCancelled(context, row.place)) cancel(row);
      live = live.filter((row) => !ended(row));
      if (live.length === 0) return results;
      const next = context.emit === undefined ? nextEnd(live) : token + 1;
      const dueAt = startedAt + time.tokenMs(next) / speed;
      if (performance.now() < dueAt) {
        stopWatching ??= watch([signal, ...(context.signals ?? [])], pause.cut);
        await pause.until(dueAt);
        turns.restart();
        continue;
      }
      token = next;
      for (const row of live) {
        signal.throwIfAborted();
        const work = row.advanceTo(token);
        let unwanted = isCancelled(context, row.place);
        while (!unwanted && work.next().done !== true) {
          if (!turns.due) continue;
          await turns.next(signal);
          // Where tokens are told, this one is told first, and the row is cancelled before the next.
          unwanted = context.emit === undefined && isCancelled(context, row.place);
        }
        if (unwanted) cancel(row);
        else tell(row, token);
      }
    }
  } finally {
    stopWatching?.();
  }
}

function nextEnd(live: readonly Row[]): number {
  return live.reduce((next, { outputTokens }) => Math.min(next, outputTokens), Infinity);
}

/** Tells of the first abort of each signal; returns how to stop. */
function watch(signals: readonly AbortSignal[], changed: () => void): () => void {
  for (const signal of signals) signal.addEventListener('abort', changed, { once: true });
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', changed);
  };
}
