import type { GenerationContext, GenerationResult } from '../engine.js';
import type { ModelThread } from './model-thread.js';
import type { TokenRow } from '../token-row.js';
import { type Batch, END } from './batch.js';

/**
 * Has a batch run by the model's thread, and makes texts of its tokens meanwhile: the thread is a step ahead, and what
 * it still sends of a row that has ended here is dropped.
 * @param rows in the order of the batch's
 * @param signal ends all rows; nothing is told after it
 */
export async function runRows(
  thread: ModelThread,
  batch: Batch,
  rows: readonly TokenRow<number>[],
  { signals = [] }: Pick<GenerationContext, 'signals'>,
  signal: AbortSignal,
): Promise<GenerationResult[]> {
  const end = (place: number) => Atomics.store(batch.ended, place, 1);
  const take = (tokens: Int32Array) =>
    rows.forEach((row, place) => {
      if (row.result !== null || signal.aborted) return;
      const token = tokens[place]!;
      if (row.cancelled) row.finish('cancelled');
      else if (token === END) row.finish('stop');
      else row.take(token);
      if (row.result !== null) end(place);
    });

  const stopListening = onAbort([
    [signal, () => batch.ended.fill(1)],
    ...signals.map((one, place): Reaction => [one, () => end(place)]),
  ]);
  try {
    await thread.run(batch, take);
  } finally {
    stopListening();
  }
  signal.throwIfAborted();
  // Those that were cancelled when no step was to follow.
  for (const row of rows) if (row.result === null) row.finish('cancelled');
  return rows.map(({ result }) => result!);
}

type Reaction = readonly [signal: AbortSignal, react: () => void];

/** Reacts to signals, at once to those that are aborted already; returns how to stop. */
function onAbort(reactions: readonly Reaction[]): () => void {
  for (const [signal, react] of reactions) {
    if (signal.aborted) react();
    else signal.addEventListener('abort', react, { once: true });
  }
  return () => {
    for (const [signal, react] of reactions) signal.removeEventListener('abort', react);
  };
}
