import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doneWithin } from '../src/end-process.js';
import { ownFolder } from './support/folder.js';

const MODULE = new URL('../dist/end-process.js', import.meta.url).href;

async function ended(script: string): Promise<unknown> {
  const code = `import { endProcess } from ${JSON.stringify(MODULE)}; process.exitCode = 3; ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return exitCode ?? signal;
}

test('a process with nothing open ends at once, one with an open timer or server soon, with the code that was set', async () => {
  expect(await ended('endProcess();')).toBe(3);
  expect(await ended('setInterval(() => {}, 1e6); endProcess();')).toBe(3);
});

test.skipIf(process.platform === 'win32')(
  'one whose thread is amid a call that never returns is killed',
  async (context) => {
    const pipe = join(await ownFolder(context), 'pipe');
    execFileSync('mkfifo', [pipe]);
    // To open a pipe without a reader takes forever, and Node waits for its threads when it exits.
    const script = `import('node:fs').then((fs) => fs.open(${JSON.stringify(pipe)}, 'w', () => {})); endProcess();`;
    expect(await ended(script)).toBe('SIGKILL');
  },
);

test('work is waited for, but not forever', async () => {
  expect(await doneWithin(Promise.resolve(), 1000)).toBe(true);
  expect(await doneWithin(new Promise(() => {}), 1)).toBe(false);
  await expect(doneWithin(Promise.reject(new Error('failed')), 1000)).rejects.toThrow('failed');
});
