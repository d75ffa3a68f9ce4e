import { spawn } from 'node:child_process';

/** How long what is still open, such as a log that is being written, may keep a process that is done. */
const GRACE_MS = 2000;
/** How long the end itself may take: Node waits for its threads, and one of them may be amid an engine's native call. */
const KILL_MS = 2000;

/** Run by a process of its own, since this one does nothing any more while it ends. */
const KILLER = `setTimeout(() => {
  if (process.ppid === Number(process.argv[1])) process.kill(process.ppid, 'SIGKILL');
}, ${KILL_MS})`;

/**
 * Called when a command that serves is done: the process ends by itself, or in a few seconds, whatever is still open by
 * then. The exit code is the one that was set; a process that cannot even exit is killed.
 */
export function endProcess(): void {
  setTimeout(() => {
    const words = ['-e', KILLER, String(process.pid)];
    const killer = spawn(process.execPath, words, { stdio: 'ignore', detached: true });
    killer.on('error', () => {});
    killer.unref();
    process.exit();
  }, GRACE_MS).unref();
}

/**
 * Waits for work, but not for ever.
 * @param mostMs how long, > 0
 * @returns whether it was done in time
 */
export async function doneWithin(work: Promise<unknown>, mostMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, mostMs, false);
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}
