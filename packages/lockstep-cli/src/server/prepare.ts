import { setImmediate as turn } from 'node:timers/promises';
import { type Engine, type GenerationRequest, type PreparedRequest, withSeed } from 'lockstep/engine';
import { ApiError } from './error-table.js';
import type { Stop } from './stop.js';

/** Most requests, prompts times `n`, that one call may become; a queue that holds less sets a lower limit. */
export const MOST_REQUESTS_PER_CALL = 2048;

/** What a call of the API asks for. */
export interface Asked {
  readonly prompts: readonly GenerationRequest['prompt'][];
  /** Answers to each prompt, ≥ 1. */
  readonly n: number;
  readonly sampling: Omit<GenerationRequest, 'prompt'>;
}

/** @throws ApiError for more requests than one call may become, or than could ever wait together */
export function refuseTooMany(prompts: number, n: number, maxQueueSize: number): void {
  const most = Math.min(maxQueueSize, MOST_REQUESTS_PER_CALL);
  if (prompts * n <= most) return;
  const param = prompts > most ? 'prompt' : 'n';
  const why = most === maxQueueSize ? 'the queue would never hold them' : 'one call may bring no more';
  throw new ApiError(
    'invalid',
    `${param}: expected at most ${most} prompts, each counted n times, got ${prompts * n}: ${why}`,
    { param },
  );
}

/**
 * Refuses answers that could not be sent, before they are made: together they would be more text than may wait for all
 * clients. It is known only of an engine that says how long its texts will be.
 * @param most bytes; every UTF-16 code unit has at least one
 * @throws ApiError
 */
export function refuseTooLong(requests: readonly PreparedRequest[], most: number): void {
  let length = 0;
  for (const { textLength = 0 } of requests) length += textLength;
  if (length <= most) return;
  throw new ApiError(
    'invalid',
    `n: expected answers of at most ${most} bytes in all (--total-unread-limit), got prompts whose answers would have ` +
      `up to ${length}; ask for fewer of them, or for a stream`,
    { param: 'n' },
  );
}

/**
 * Prepares the requests that a call becomes: every prompt `n` times, a prompt's answers next to one another. With a seed,
 * each answer to a prompt has one of its own, counted up from it. A prompt is tokenised once; the first that is refused
 * ends it; and the event loop turns between two prompts, so that others are served meanwhile.
 * @param signal stops it between two prompts, and within one as far as the engine can
 */
export async function prepareAll(
  engine: Engine,
  { prompts, n, sampling }: Asked,
  signal: AbortSignal,
): Promise<PreparedRequest[]> {
  const { seed } = sampling;
  const prepared: PreparedRequest[] = [];
  for (const prompt of prompts) {
    if (prepared.length > 0) await turn();
    signal.throwIfAborted();
    const first = await engine.prepare({ prompt, ...sampling }, { signal });
    prepared.push(first);
    for (let answer = 1; answer < n; answer++) {
      // What is prepared may be run any number of times.
      prepared.push(seed === undefined ? first : await withSeed(engine, first, seed + answer, { signal }));
    }
  }
  return prepared;
}

/**
 * Does something that a call needs, until its client has gone or its time is out.
 * @param work is called at once; it is a function so that no promise is made before something waits for it
 * @param leftMs > 0, or Infinity
 * @throws the reason of the stop, or ApiError when the time is out; what comes of the work then is dropped
 */
export async function whileWanted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  stop: Stop,
  leftMs: number,
): Promise<T> {
  if (stop.aborted) throw stop.reason;
  const controller = new AbortController();
  const { signal } = controller;
  const unwanted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const abort = () => controller.abort(stop.reason);
  stop.addEventListener('abort', abort);
  const late = () => controller.abort(new ApiError('deadline'));
  const timer = leftMs === Infinity ? undefined : setTimeout(late, leftMs);
  try {
    return await Promise.race([work(signal), unwanted]);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', abort);
  }
}
