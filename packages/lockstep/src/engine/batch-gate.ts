import { setMaxListeners } from 'node:events';
import type { EngineLimits, GenerationContext } from './engine.js';
import { EngineError } from './errors.js';

/** The door to an engine's `generate`: one batch at a time, of a size it can take, and none once it is disposed of. */
export class BatchGate {
  private closed = false;
  private running: { readonly abort: AbortController; readonly over: Promise<unknown> } | null = null;

  constructor(private readonly limits: Pick<EngineLimits, 'maxBatchSize'>) {}

  /**
   * Runs one batch.
   * @param work generates it; its signal is aborted when the context's is, or when the gate is closed
   * @throws EngineError for a batch of a wrong size, a second one at the same time, and after `close`;
   *   the signal's reason when it was aborted, whatever `work` then answered
   */
  async run<Result>(
    requests: readonly unknown[],
    { signal }: Pick<GenerationContext, 'signal'>,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.assertOpen();
    const { maxBatchSize } = this.limits;
    if (requests.length < 1 || requests.length > maxBatchSize) {
      throw new EngineError(`generate: expected 1 to ${maxBatchSize} requests, got ${requests.length}`);
    }
    if (this.running !== null) throw new EngineError('generate: a batch is running; expected one at a time');
    signal?.throwIfAborted();

    const abort = new AbortController();
    // A listener for each row, however many they are, is no leak.
    setMaxListeners(0, abort.signal);
    const forward = () => abort.abort(signal!.reason);
    signal?.addEventListener('abort', forward, { once: true });
    const over = aborted(abort.signal, work);
    this.running = { abort, over };
    try {
      return await over;
    } finally {
      this.running = null;
      signal?.removeEventListener('abort', forward);
    }
  }

  /** @throws EngineError after `close` */
  assertOpen(): void {
    if (this.closed) throw disposed();
  }

  /** Lets no batch in any more, aborts the one that runs, and resolves when it is over. Again: does nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    this.running?.abort.abort(disposed());
    await this.running?.over.catch(() => {
      // The caller of the batch is told.
    });
  }
}

/** What comes after an abort is about the abort, whatever it looks like. */
async function aborted<Result>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // The gate is to know of the batch before it tells anything.
  await Promise.resolve();
  try {
    signal.throwIfAborted();
    return await work(signal);
  } finally {
    signal.throwIfAborted();
  }
}

function disposed(): EngineError {
  return new EngineError('the engine has been disposed of');
}
