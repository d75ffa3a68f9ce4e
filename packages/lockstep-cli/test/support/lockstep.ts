import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command that npm links; it runs what is built. */
export const MAIN = fileURLToPath(new URL('../../bin/lockstep.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line for real, without a terminal, and waits for its end. */
export async function lockstep(words: readonly string[], options: { cwd?: string } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}

/** The words of a command line without quotes. */
export function words(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
