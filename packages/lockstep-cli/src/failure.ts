import { LockstepError } from 'lockstep/core';
import { printMessage } from './terminal/print.js';

/** Something that the user wrote is wrong: an option, a scenario file, an input file. */
export class UsageError extends LockstepError {
  override readonly name = 'UsageError';
  readonly code = 'ERR_LOCKSTEP_USAGE';
}

/** A result could not be written. */
export class OutputError extends LockstepError {
  override readonly name = 'OutputError';
  readonly code = 'ERR_LOCKSTEP_OUTPUT';
}

/** The user stopped the work. */
export class StoppedError extends LockstepError {
  override readonly name = 'StoppedError';
  readonly code = 'ERR_LOCKSTEP_STOPPED';
}

/** Exit codes by the code of an error; codes also survive the way out of a worker. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  ERR_LOCKSTEP_USAGE: 2,
  ERR_LOCKSTEP_SCENARIO: 2,
  ERR_LOCKSTEP_CONFIGURATION: 2,
  ERR_LOCKSTEP_COST: 2,
  ERR_LOCKSTEP_COST_MEMORY: 2,
  ERR_LOCKSTEP_WORKLOAD: 2,
  ERR_LOCKSTEP_ENGINE: 2,
  ERR_LOCKSTEP_REQUEST: 2,
  ERR_LOCKSTEP_OUTPUT: 1,
  ERR_LOCKSTEP_STOPPED: 130,
};

/** Says on stderr what went wrong, and sets the exit code. An error that nobody foresaw shows its stack. */
export function fail(error: unknown): void {
  if (!(error instanceof Error)) throw error;
  const code = codeOf(error);
  if (code.startsWith('commander.')) {
    // Commander has said it already; its help and version are no failures.
    process.exitCode = (error as Error & { exitCode: number }).exitCode === 0 ? 0 : 2;
    return;
  }
  const exitCode = EXIT_CODES[code];
  const prefix = error instanceof StoppedError ? '' : 'error: ';
  printMessage(exitCode === undefined ? (error.stack ?? error.message) : `${prefix}${error.message}`);
  process.exitCode = exitCode ?? 1;
}

/** What an error says of itself for programs; empty where it says nothing. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
