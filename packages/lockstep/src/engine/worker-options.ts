import type { WorkerOptions } from 'node:worker_threads';

/**
 * A thread inherits the arguments that Node was started with, and refuses one of them: `--input-type`, as in
 * `node --input-type=module -e …`, is for programs without a file.
 */
export function inheritedArguments(): Pick<WorkerOptions, 'execArgv'> {
  return process.execArgv.some((argument) => argument.startsWith('--input-type')) ? { execArgv: [] } : {};
}

/**
 * The program of a thread. A thread runs plain JavaScript: that of the build, where the library itself is run from its
 * sources, as tests do.
 * @param path within the folder `engine`, without an extension
 */
export function workerProgram(path: string): URL {
  const folder = import.meta.url.endsWith('.ts') ? '../../dist/engine/' : './';
  return new URL(`${folder}${path}.js`, import.meta.url);
}
