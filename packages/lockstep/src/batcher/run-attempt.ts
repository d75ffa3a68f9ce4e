import type { Attempt } from './attempt.js';
import { RunError, RunTimeoutError } from './errors.js';
import { asError, isThenable, shown, surface } from './foreign-values.js';
import type { BatcherOptions } from './batcher-options.js';

/** Stands where an array that a run returned has a hole. */
export const MISSING = Symbol('missing');

/** How one call of `run` ended. */
export type AttemptEnd<Output> =
  | {
      readonly type: 'outputs';
      readonly outputs: readonly (Output | Error | typeof MISSING)[];
      readonly hasPromises: boolean;
    }
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
  follow(run, attempt, settle).catch(surface);
  return abort;
}

/** Calls `run`, and tells how it ended; never before this returns. */
async function follow<Item, Output, Part>(
  run: BatcherOptions<Item, Output, Part>['run'],
  attempt: Attempt<Item, Output, Part>,
  settle: (end: AttemptEnd<Output>) => void,
): Promise<void> {
  let end: AttemptEnd<Output>;
  try {
    end = readOutputs(await called(run, attempt), attempt.tickets.length);
    if (end.type === 'outputs' && end.hasPromises) end = { ...end, outputs: await allOf(end.outputs) };
  } catch (error) {
    end = failed(error);
  }
  settle(end);
}

/** A run that throws before its first await, or that is no async function, is treated like any other. */
function called<Item, Output, Part>(
  run: BatcherOptions<Item, Output, Part>['run'],
  attempt: Attempt<Item, Output, Part>,
): Promise<readonly (Output | Error)[]> {
  const items = attempt.tickets.map(({ item }) => item);
  try {
    return run(items, attempt);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

function failed(error: unknown): { readonly type: 'failed'; readonly error: unknown } {
  return { type: 'failed', error };
}

/**
 * What a run has returned, read once into an array of our own: the array may be a Proxy, or have holes and getters.
 * @throws what reading it throws
 */
function readOutputs<Output>(returned: readonly (Output | Error)[], expected: number): AttemptEnd<Output> {
  if (!Array.isArray(returned)) {
    return failed(new RunError(`run: expected an array of ${expected} outputs, got ${shown(returned)}`));
  }
  const { length } = returned;
  if (length !== expected) {
    return failed(new RunError(`run: expected ${expected} outputs, one for each item, got ${length}`));
  }
  const outputs = new Array<Output | Error | typeof MISSING>(expected);
  let hasPromises = false;
  for (let row = 0; row < expected; row++) {
    const output: Output | Error | undefined = returned[row];
    outputs[row] = output === undefined && !(row in returned) ? MISSING : (output as Output | Error);
    if (isThenable(output)) hasPromises = true;
  }
  return { type: 'outputs', outputs, hasPromises };
}

/** Each output, awaited where it is a promise; one that rejects costs its own row alone. */
function allOf<Output>(
  outputs: readonly (Output | Error | typeof MISSING)[],
): Promise<(Output | Error | typeof MISSING)[]> {
  return Promise.all(
    outputs.map(async (output) => {
      try {
        return await output;
      } catch (error) {
        return asError(error);
      }
    }),
  );
}
