import { printMessage } from './terminal/print.js';

/** Something that the user wrote is wrong: an option, a scenario file, an input file. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A result could not be written. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** The user stopped the work. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Exit codes by the name of an error; names also survive the way out of a worker. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  UsageError: 2,
  ScenarioError: 2,
  ConfigurationError: 2,
  CostError: 2,
  WorkloadError: 2,
  EngineError: 2,
  RequestError: 2,
  OutputError: 1,
  StoppedError: 130,
};

/** Says on stderr what went wrong, and sets the exit code. An error that nobody foresaw shows its stack. */
export function fail(error: unknown): void {
  if (!(error instanceof Error)) throw error;
  if (isCommanderError(error)) {
    // Commander has said it already; its help and version are no failures.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const exitCode = EXIT_CODES[error.name];
  const prefix = error instanceof StoppedError ? '' : 'error: ';
  printMessage(exitCode === undefined ? (error.stack ?? error.message) : `${prefix}${error.message}`);
  process.exitCode = exitCode ?? 1;
}

function isCommanderError(error: Error): error is Error & { exitCode: number } {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('commander.');
}
