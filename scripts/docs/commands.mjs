import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The root of the repository: documents name files from here. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const MAIN = fileURLToPath(new URL('../../packages/lockstep-cli/bin/lockstep.js', import.meta.url));
const execute = promisify(execFile);

/** What a document's command prints on stdout. Its report is left out: it is not shown here. */
export async function outputOf(command) {
  const [program, ...words] = command.split(' ');
  if (program === 'lockstep') return output([MAIN, ...withoutReport(words)]);
  if (program === 'node') return output(words);
  throw new Error(`expected a command that begins with lockstep or node, got "${command}"`);
}

/** The value of an option in a command, undefined where it is not given. */
export function optionOf(command, flag) {
  const words = command.split(' ');
  const at = words.indexOf(flag);
  return at < 0 ? undefined : words[at + 1];
}

async function output(words) {
  const { stdout } = await execute(process.execPath, words, { cwd: ROOT, maxBuffer: 1 << 26 });
  return stdout;
}

function withoutReport(words) {
  const at = words.indexOf('--out');
  return at < 0 ? words : words.toSpliced(at, 2);
}
