import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN, words } from '../support/lockstep.js';

/** Starts the built command, and waits until it says where the lab is. */
async function lab({ onTestFinished }: TestContext, line: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [MAIN, 'lab', ...words(line)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      stderr += piece;
      const [, found] = /The lab is at (http:\S+)/.exec(stderr) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)), reject);
  });
  return { child, url, ended, stderr: () => stderr };
}

async function takenPort({ onTestFinished }: TestContext, port = 0): Promise<number> {
  const taken = createNetServer().listen(port, '127.0.0.1');
  await Promise.race([once(taken, 'listening'), once(taken, 'error')]);
  onTestFinished(() => void taken.close());
  return (taken.address() as AddressInfo | null)?.port ?? port;
}

describe.concurrent('lockstep lab', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)(
    'serves the page on loopback, and ends with 0 on %s',
    async (signal, context) => {
      const { child, url, ended } = await lab(context, '--port 0');
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      const page = await fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<title>Lockstep lab</title>');
      child.kill(signal);
      expect(await ended).toBe(0);
    },
  );

  test('without --port another one is found if the usual one is taken', async (context) => {
    await takenPort(context, 8123);
    const { url } = await lab(context, '');
    expect(url).not.toContain(':8123/');
    expect((await fetch(url)).status).toBe(200);
  });

  test('a port that is asked for and taken is refused', async (context) => {
    const port = await takenPort(context);
    const { code, stdout, stderr } = await lockstep(words(`lab --port ${port}`));
    expect(stderr).toBe(
      `error: cannot listen on 127.0.0.1 port ${port}: somebody else listens there; expected a free port, 0 finds one\n`,
    );
    expect([code, stdout]).toEqual([2, '']);
  });

  test('--host: whoever reaches it is told so', async (context) => {
    const { url, stderr } = await lab(context, '--port 0 --host 0.0.0.0');
    expect(url).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/$/);
    await context.expect.poll(stderr).toContain('Whoever reaches this address can use it.');
  });

  test.skipIf(process.platform === 'win32')('--open: hands the address to the browser', async (context) => {
    const folder = await ownFolder(context);
    const opened = join(folder, 'opened');
    for (const name of ['xdg-open', 'open']) {
      await writeFile(
        join(folder, name),
        `#!/bin/sh\necho "$1" > "${opened}.new" && mv "${opened}.new" "${opened}"\n`,
      );
      await chmod(join(folder, name), 0o755);
    }
    const { url } = await lab(context, '--port 0 --open', {
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
    });
    await context.expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toBe(`${url}\n`);
  });

  test.skipIf(process.platform === 'win32')(
    '--open without a browser: the lab is served all the same',
    async (context) => {
      const { url, stderr } = await lab(context, '--port 0 --open', { PATH: '' });
      await context.expect.poll(stderr).toContain('No browser could be opened.');
      expect((await fetch(url)).status).toBe(200);
    },
  );

  test.for([
    ['--port 65536', '--port: expected a whole number from 0 to 65535, got "65536"'],
    ['--port 1 --port 2', 'It is given twice.'],
    ['--host=', '--host: expected an address, got nothing'],
    ['--host 192.0.2.1', 'cannot listen on 192.0.2.1 port 8123: this machine has no such address'],
    ['chart', 'too many arguments'],
  ] as const)('%s is refused', async ([line, message]) => {
    const { code, stdout, stderr } = await lockstep(['lab', ...words(line)]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});
