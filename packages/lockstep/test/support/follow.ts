/** Follows a promise without letting it go unhandled. */
export function follow<T>(promise: Promise<T>): { value?: T; error?: Error } {
  const state: { value?: T; error?: Error } = {};
  promise.then(
    (value) => (state.value = value),
    (error: Error) => (state.error = error),
  );
  return state;
}
