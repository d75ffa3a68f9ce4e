import type { Logger } from 'pino';

/** How long a drain may take beyond its own limit before the process ends all the same (ms). */
const GRACE_MS = 5000;

export interface ServeFaults {
  /** Aborted by the first uncaught exception: the server is to drain, and the process ends with exit code 1. */
  readonly signal: AbortSignal;
  /** Takes the handlers away. */
  unwatch(): void;
}

/**
 * What the command does about errors that no code has handled. A rejected promise without a handler concerns the work
 * that it belongs to, one request at most: it is logged, and the server goes on. After an uncaught exception the state of
 * the process is unknown: it is logged, the server drains, and the exit code is 1. The handlers belong to the whole
 * process, so that only a command may set them, never the library.
 * @param drainTimeoutMs how long the drain may take: the process ends at the latest `GRACE_MS` after that
 */
export function watchFaults(logger: Logger, drainTimeoutMs: number): ServeFaults {
  const controller = new AbortController();
  const onRejection = (reason: unknown) => logger.error({ err: asError(reason) }, 'unhandled rejection');
  const onException = (error: unknown) => {
    logger.fatal({ err: asError(error) }, 'uncaught exception');
    if (controller.signal.aborted) return;
    process.exitCode = 1;
    setTimeout(() => process.exit(1), drainTimeoutMs + GRACE_MS).unref();
    controller.abort();
  };
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return {
    signal: controller.signal,
    unwatch() {
      process.off('unhandledRejection', onRejection);
      process.off('uncaughtException', onException);
    },
  };
}

/** A log shows the stack of an error alone; anything else is shown as text. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    return new Error(`thrown: ${String(thrown)}`);
  } catch {
    return new Error('thrown: a value that cannot be shown');
  }
}
