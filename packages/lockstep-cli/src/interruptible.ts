/**
 * Lets Ctrl-C, a polite kill and the end of the terminal end the work through its signal instead of in its midst. A second one finds nobody who
 * waits for it, and ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const letGo = () => signals.forEach((name) => process.off(name, stop));
  const stop = () => {
    letGo();
    controller.abort();
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    letGo();
  }
}
