/**
 * Lets a program forked within `work` start from a file, whatever this process was started with: node-llama-cpp forks
 * one to try its binding, Node hands it our own arguments, and `--input-type` (as in `node --input-type=module -e …`)
 * is refused there.
 */
export async function forkingFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  const { execArgv } = process;
  const original = [...execArgv];
  // In place: only from its own list does Node take away the program given with -e.
  execArgv.splice(0, execArgv.length, ...withoutInputType(original));
  try {
    return await work();
  } finally {
    execArgv.splice(0, execArgv.length, ...original);
  }
}

function withoutInputType(execArgv: readonly string[]): string[] {
  return execArgv.filter(
    (argument, i) =>
      argument !== '--input-type' &&
      !argument.startsWith('--input-type=') &&
      execArgv[i - 1] !== '--input-type',
  );
}
