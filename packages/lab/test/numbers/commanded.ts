import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MAIN } from '../../../lockstep-cli/test/support/lockstep.js';

const execute = promisify(execFile);

/** What the real command line says: the document of `--json`, and the rows of requests. */
export async function commanded(command: string): Promise<{ document: object; rows: readonly Row[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-lab-'));
  try {
    const file = join(folder, 'requests.jsonl');
    // Through a shell, as someone does who pastes it.
    const line = `${command.replace(/^lockstep/, '"$NODE" "$MAIN"')} --json --requests-out "$FILE"`;
    const env = { ...process.env, NODE: process.execPath, MAIN, FILE: file };
    const { stdout } = await execute('/bin/sh', ['-c', line], { env, maxBuffer: 1 << 26 });
    const document = JSON.parse(stdout) as object;
    return { document, rows: rowsOf(await readFile(file, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export type Row = Readonly<Record<string, number | null>>;

/** Reads what `--requests-out` writes as JSONL. */
export function rowsOf(text: string): Row[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}
