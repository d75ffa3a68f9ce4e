/**
 * Lets Ctrl-C, SIGTERM and the end of the terminal end the work through its signal instead of in its midst. A second one
 * has no handler any more, and ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const letGo = () => signals.forEach((name) => process.off(name, stop));
  const stop = () => {
    // Once all handlers of this signal have run: those of libraries (signal-exit) end the process when they are alone.
    setImmediate(letGo);
    controller.abort();
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    letGo();
  }
}
