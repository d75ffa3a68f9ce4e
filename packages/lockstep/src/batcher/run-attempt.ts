import type { Attempt } from './attempt.js';
import { RunError, RunTimeoutError } from './errors.js';
import type { BatcherOptions } from './options.js';

/** How one call of `run` ended. */
export type AttemptEnd<Output> =
  | { readonly type: 'outputs'; readonly outputs: readonly (Output | Error)[] }
  | { readonly type: 'failed'; readonly error: unknown }
  /** It did not settle after it had been aborted: the engine cannot be asked again about these rows. */
  | { readonly type: 'given-up'; readonly error: unknown };

export type Limits = Required<Pick<BatcherOptions<never, never>, 'runTimeoutMs' | 'abortGraceMs'>>;

/**
 * Calls `run` and waits for it: no longer than `runTimeoutMs`, and after an abort no longer than `abortGraceMs`.
 * @param ended called once, never before this returns
 * @returns aborts the run
 */
export function runAttempt<Item, Output, Part>(
  run: BatcherOptions<Item, Output, Part>['run'],
  attempt: Attempt<Item, Output, Part>,
  { runTimeoutMs, abortGraceMs }: Limits,
  ended: (end: AttemptEnd<Output>) => void,
): (reason: unknown) => void {
  let timer: NodeJS.Timeout | undefined;
  let aborted: { readonly reason: unknown } | null = null;
  let over = false;

  const settle = (end: AttemptEnd<Output>) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    attempt.close();
    // What comes after an abort is about the abort, whatever it looks like.
    ended(aborted !== null && end.type !== 'given-up' ? failed(aborted.reason) : end);
  };
  const abort = (reason: unknown) => {
    if (aborted !== null || over) return;
    aborted = { reason };
    clearTimeout(timer);
    timer = setTimeout(() => settle({ type: 'given-up', error: reason }), abortGraceMs);
    attempt.abort(reason);
  };
  if (runTimeoutMs !== Infinity) {
    timer = setTimeout(
      () => abort(new RunTimeoutError(`the run took longer than ${runTimeoutMs} ms`)),
      runTimeoutMs,
    );
  }
  called(run, attempt).then(
    (outputs) => settle(checked(outputs, attempt.tickets.length)),
    (error: unknown) => settle(failed(error)),
  );
  return abort;
}

/** A run that throws before its first await, or that is no async function, is treated like any other. */
function called<Item, Output, Part>(
  run: BatcherOptions<Item, Output, Part>['run'],
  attempt: Attempt<Item, Output, Part>,
): Promise<readonly (Output | Error)[]> {
  const items = attempt.tickets.map(({ item }) => item);
  try {
    return Promise.resolve(run(items, attempt));
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

function failed(error: unknown): { readonly type: 'failed'; readonly error: unknown } {
  return { type: 'failed', error };
}

function checked<Output>(outputs: readonly (Output | Error)[], expected: number): AttemptEnd<Output> {
  if (!Array.isArray(outputs)) {
    return failed(new RunError(`run: expected an array of ${expected} outputs, got ${typeof outputs}`));
  }
  if (outputs.length === expected) return { type: 'outputs', outputs };
  return failed(new RunError(`run: expected ${expected} outputs, one for each item, got ${outputs.length}`));
}
