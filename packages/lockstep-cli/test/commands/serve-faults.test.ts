import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test, type TestContext } from 'vitest';
import { MAIN, words } from '../support/lockstep.js';

/** What a mistake of ours, or of an engine, would do: it is loaded before the command, and done on a signal. */
const MISTAKES = `
process.on('SIGUSR2', () => { Promise.reject(new Error('a promise that went astray')); });
process.on('SIGWINCH', () => { setTimeout(() => { throw new Error('an error that was not caught'); }); });
`;

async function serve({ onTestFinished }: TestContext, line: string) {
  const preload = `--import=data:text/javascript,${encodeURIComponent(MISTAKES)}`;
  const child: ChildProcess = spawn(
    process.execPath,
    [preload, MAIN, 'serve', '--port', '0', '--engine', 'simulated', ...words(line)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  let log = '';
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => (log += piece));
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => {
      stderr += piece;
      const [, found] = /at (http:\S+)\/v1/.exec(stderr) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)), reject);
  });
  const logged = async (text: string) => {
    while (!log.includes(text)) await once(child.stdout!, 'data');
    return log.split('\n').find((line) => line.includes(text))!;
  };
  return { child, url, ended, logged, log: () => log, stderr: () => stderr };
}

const ask = (url: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('errors that no code handles', () => {
  test('a request whose time runs out while it is tokenised costs itself alone', async (context) => {
    const { url, child, ended, log, stderr } = await serve(context, '--cost mock:1ms --shutdown-delay 0ms');
    const late = await ask(url, { prompt: 'word '.repeat(12_000) }, { 'x-request-timeout': '0.005' });
    expect(late.status).toBe(504);
    expect((await ask(url, { prompt: 'Hi', max_tokens: 2 })).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(log() + stderr()).not.toMatch(/unhandled|uncaught/i);
  });

  test('a rejection without a handler is logged with its stack, and the server goes on', async (context) => {
    const { url, child, ended, logged } = await serve(context, '--cost mock:1ms --shutdown-delay 0ms');
    child.kill('SIGUSR2');
    const line = JSON.parse(await logged('unhandled rejection')) as { level: number; err: { stack: string } };
    expect(line.level).toBe(50);
    expect(line.err.stack).toMatch(/^Error: a promise that went astray\n {4}at /);
    expect((await ask(url, { prompt: 'Hi', max_tokens: 2 })).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('an uncaught exception: what was taken is answered, and the exit code is 1', async (context) => {
    // Its delay would outlast the test: after a fault there is none.
    const { url, child, ended, logged } = await serve(context, '--cost mock:1s --shutdown-delay 10m');
    const taken = ask(url, { prompt: 'Hi', max_tokens: 2 });
    while (!/num_requests_running\{.*\} 1\n/.test(await (await fetch(`${url}/metrics`)).text()));
    child.kill('SIGWINCH');
    const line = JSON.parse(await logged('uncaught exception')) as { level: number; err: { stack: string } };
    expect(line.level).toBe(60);
    expect(line.err.stack).toContain('an error that was not caught');
    expect((await taken).status).toBe(200);
    expect(await ended).toBe(1);
  });

  test('an uncaught exception while nothing ends: the drain has its limit', async (context) => {
    const { url, child, ended } = await serve(context, '--cost mock:10m --drain-timeout 50ms');
    const taken = ask(url, { prompt: 'Hi', max_tokens: 2 });
    while (!/num_requests_running\{.*\} 1\n/.test(await (await fetch(`${url}/metrics`)).text()));
    child.kill('SIGWINCH');
    expect((await taken).status).toBe(503);
    expect(await ended).toBe(1);
  });
});
