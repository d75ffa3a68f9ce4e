import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { describe, expect, type TestContext, test, vi } from 'vitest';
import { ownFolder } from '../support/folder.js';
import { lockstep, MAIN, words } from '../support/lockstep.js';

const SIMULATED = '--engine simulated --cost mock:1ms --model-name study';
/** A batch of these outlasts every test. */
const ENDLESS = '--engine simulated --cost mock:1m --model-name study --shutdown-delay 0ms';

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly client: OpenAI;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  stderr(): string;
}

/** Starts the built command on a free port, and waits until it says where it serves. */
async function serve(
  { onTestFinished }: TestContext,
  line: string,
  env: NodeJS.ProcessEnv = {},
  stdout: 'ignore' | number = 'ignore',
): Promise<Serving> {
  const child = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', ...(stdout === 'ignore' ? ['--log-level', 'silent'] : []), ...words(line)],
    {
      stdio: ['ignore', stdout, 'pipe'],
      env: { ...process.env, ...env },
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  let stderr = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (piece: string) => {
      stderr += piece;
      const [, found] = /at (http:\S+)\/v1/.exec(stderr) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)), reject);
  });
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: env.LOCKSTEP_API_KEY ?? 'none', maxRetries: 0 });
  return { child, url, client, ended, stderr: () => stderr };
}

describe.concurrent('lockstep serve', () => {
  test('the model in the box: it answers, and ends with 0 on a signal', async (context) => {
    const { child, client, ended, stderr } = await serve(context, '--shutdown-delay 0ms');
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(['tiny-prose-q8_0']);
    const ask = { model: 'tiny-prose-q8_0', prompt: 'My fellow citizens,', max_tokens: 12, temperature: 0 };
    const [alone, ...together] = await Promise.all(
      [ask, ask, ask].map((each) => client.completions.create(each)),
    );
    expect(alone!.choices[0]!.text.length).toBeGreaterThan(10);
    for (const each of together) expect(each.choices[0]!.text).toBe(alone!.choices[0]!.text);
    // On a busy machine it has said before that it loads.
    expect(stderr()).toMatch(
      /^Serving tiny-prose-q8_0 at http:\/\/127\.0\.0\.1:\d+\/v1 \(batches of up to 8, oldest:50ms, at most 256 waiting\)/m,
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test.for(['SIGTERM', 'SIGINT'] as const)(
    '%s under load: every request that was accepted is answered',
    async (signal, context) => {
      const { child, client, url, ended } = await serve(context, SIMULATED);
      const asked: Promise<string>[] = [];
      let seq = 0;
      const ask = async () => {
        const prompt = `p${seq++}`;
        try {
          const { choices } = await client.completions.create({ model: 'study', prompt, max_tokens: 60 });
          return choices[0]!.text.startsWith(`${prompt} generated_text`) ? 'answered' : 'wrong';
        } catch (error) {
          // Refused before it was accepted: with 503, or as a connection that was not accepted.
          if (error instanceof OpenAI.APIConnectionError) return 'unreached';
          return error instanceof OpenAI.APIError && error.status === 503 ? 'refused' : String(error);
        }
      };
      for (let i = 0; i < 40; i++) asked.push(ask());
      await asked[0];
      child.kill(signal);
      while ((await fetch(`${url}/health/ready`)).status !== 503);
      // Still within the delay: these are accepted too.
      for (let i = 0; i < 10; i++) asked.push(ask());
      const outcomes = await Promise.all(asked);
      expect(await ended).toBe(0);
      expect(outcomes.slice(0, 40)).toEqual(Array(40).fill('answered'));
      expect(outcomes.filter((each) => !['answered', 'refused', 'unreached'].includes(each))).toEqual([]);
    },
  );

  test('a second signal cuts short', async (context) => {
    const { child, client, ended, url } = await serve(context, ENDLESS);
    const asked = client.completions.create({ model: 'study', prompt: 'x' }).catch((error: unknown) => error);
    while (!/num_requests_running\{.*\} 1\n/.test(await (await fetch(`${url}/metrics`)).text()));
    child.kill('SIGTERM');
    while (
      await fetch(`${url}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      )
    );
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(await asked).toBeInstanceOf(OpenAI.APIConnectionError);
  });

  test('what is not answered within the drain timeout gets 503', async (context) => {
    const { child, client, ended, url } = await serve(context, `${ENDLESS} --drain-timeout 50ms`);
    const asked = client.completions.create({ model: 'study', prompt: 'x' }).catch((error: unknown) => error);
    while (!/num_requests_running\{.*\} 1\n/.test(await (await fetch(`${url}/metrics`)).text()));
    child.kill('SIGTERM');
    expect(await asked).toMatchObject({ status: 503 });
    expect(await ended).toBe(0);
  });

  test('--decisions: what it decided becomes a report', async (context) => {
    const folder = await ownFolder(context);
    const file = join(folder, 'decisions.jsonl');
    const { child, client, ended } = await serve(
      context,
      `${SIMULATED} --shutdown-delay 0ms --decisions ${file}`,
    );
    for (const prompt of ['a', 'b'])
      await client.completions.create({ model: 'study', prompt, max_tokens: 4 });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['run', 'batch', 'batch']);
    const report = await lockstep(['report', file, '--json']);
    expect(report.stderr).not.toContain('error');
    expect(JSON.parse(report.stdout)).toMatchObject({ requests: { completed: 2 } });
  });

  test('the key may stand in the environment', async (context) => {
    const { client, url } = await serve(context, SIMULATED, { LOCKSTEP_API_KEY: 'sesame' });
    expect((await client.models.list()).data).toHaveLength(1);
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
  });

  test('a log that cannot be written ends; the server does not', async (context) => {
    const full = await open('/dev/full', 'w');
    context.onTestFinished(() => full.close());
    const { child, client, ended, stderr } = await serve(
      context,
      `${SIMULATED} --shutdown-delay 0ms`,
      {},
      full.fd,
    );
    for (let i = 0; i < 3; i++) await client.models.list();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const note = 'error: cannot write the log: no space is left; there is none from here on';
    expect(stderr().split(note)).toHaveLength(2);
  });

  test.for([
    ['its output', 'exec "$@" 2>&1', 'stdout'],
    ['its notes', 'exec "$@"', 'stderr'],
  ] as const)('a reader of %s that ends loses no request', async ([, script, output], context) => {
    const line = words(
      'serve --port 0 --engine simulated --cost mock:20ms --model-name study --shutdown-delay 0ms',
    );
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, MAIN, ...line], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    context.onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const ended = once(child, 'exit');
    let text = '';
    child[output].setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await vi.waitFor(() => expect(text).toMatch(/at http:\S+\/v1/), { timeout: 30_000 });
    const [, url] = /at (http:\S+)\/v1/.exec(text)!;
    child[output].destroy();
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
    const asked = Array.from({ length: 16 }, (_, i) =>
      client.completions.create({ model: 'study', prompt: `p${i}`, max_tokens: 60 }),
    );
    await vi.waitFor(
      async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        // On a busy machine the first may be answered before the last has come.
        const counts = metrics.matchAll(
          /^lockstep_(?:num_requests_running|num_requests_waiting|request_success_total)\{.*\} (\d+)$/gm,
        );
        expect([...counts].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(16);
      },
      { timeout: 30_000, interval: 5 },
    );
    child.kill('SIGTERM');
    expect(await Promise.all(asked)).toHaveLength(16);
    expect(await ended).toEqual([0, null]);
  });

  test('SIGHUP drains as SIGTERM does', async (context) => {
    const { child, ended, stderr } = await serve(context, `${SIMULATED} --shutdown-delay 0ms`);
    child.kill('SIGHUP');
    expect(await ended).toBe(0);
    expect(stderr()).toContain('Draining');
  });

  test('an upstream that never answers does not keep the process after a drain', async (context) => {
    const silent = createNetServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    context.onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { child, client, ended, url } = await serve(
      context,
      `--engine openai:http://127.0.0.1:${port}/v1 --model m --shutdown-delay 0ms --drain-timeout 100ms`,
    );
    const asked = client.completions.create({ model: 'm', prompt: 'x' }).catch((error: unknown) => error);
    await vi.waitFor(
      async () =>
        expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/num_requests_running\{.*\} 1\n/),
      { timeout: 30_000, interval: 5 },
    );
    child.kill('SIGTERM');
    expect(await asked).toMatchObject({ status: 503 });
    expect(await ended).toBe(0);
  });

  test('a port that is taken', async (context) => {
    const taken = createNetServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    context.onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const { code, stdout, stderr } = await lockstep(words(`serve --engine simulated --port ${port}`));
    expect(stderr).toBe(
      `error: cannot listen on 127.0.0.1 port ${port}: somebody else listens there; expected a free port, 0 finds one\n`,
    );
    expect([code, stdout]).toEqual([2, '']);
  });

  test.for([
    ['--engine gpt', '--engine: expected llama (the model in the box)'],
    ['--engine simulated --wait full', 'wait: expected a rule that closes a batch in time'],
    [
      '--engine simulated --wait atleast:2',
      'under atleast a request would wait for 1 more, perhaps for ever',
    ],
    ['--engine llama:no.gguf', 'no.gguf'],
    [
      '--cost mock',
      '--cost: contradicts --engine llama, which takes the time that it takes; did you mean "--engine simulated"?',
    ],
    ['--wait 20ms', '--wait: expected a wait rule'],
    ['--port 65536', '--port: expected a whole number from 0 to 65535, got "65536"'],
    ['--batch-size 0', '--batch-size: expected a whole number ≥ 1 or inf, got "0"'],
    ['--request-timeout 0s', '--request-timeout: expected a duration above 0, got "0s"'],
    ['--drain-timeout 25h', '--drain-timeout: expected a duration up to 24h, got "25h"'],
    ['--log-level loud', '--log-level: expected fatal, error, warn, info, debug, trace, silent, got "loud"'],
    ['--release soon', '--release: expected token, request, batch, got "soon"'],
    ['--api-key=', '--api-key: expected a key, got nothing'],
    [
      '--engine openai:http://127.0.0.1:1/v1',
      'expected --model with the name by which the upstream knows it',
    ],
    [
      '--engine simulated --decisions missing/x.jsonl',
      'cannot write missing/x.jsonl: there is no such folder',
    ],
  ] as const)('%s is refused', async ([line, message]) => {
    const { code, stdout, stderr } = await lockstep(['serve', ...words(line)]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([line.includes('--decisions') ? 1 : 2, '']);
  });
});
