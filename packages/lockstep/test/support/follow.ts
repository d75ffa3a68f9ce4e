/** Follows a promise without letting it go unhandled. */
export function follow<T>(promise: Promise<T>): { value?: T; error?: Error } {
  const state: { value?: T; error?: Error } = {};
  promise.then(
    (value) => (state.value = value),
    (error: Error) => (state.error = error),
  );
  return state;
}

/**
 * What a test does with the failure of a promise that it does not wait for. It goes unhandled, and that fails the run of
 * the tests.
 */
export function unexpected(error: unknown): never {
  throw error;
}
