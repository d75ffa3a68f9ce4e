import { Writable } from 'node:stream';
import { openaiEngine } from 'lockstep/engine/openai';
import { pino } from 'pino';
import { expect, test, type TestContext } from 'vitest';
import {
  type Behaviour,
  fail,
  stream,
  token,
  Upstream,
} from '../../../lockstep/test/engine/openai/upstream.js';
import { listen } from './running-server.js';

/** A server in front of a real upstream that does what the test says, and what the server logs. */
async function inFrontOf(context: TestContext, ...behaviours: Behaviour[]) {
  const upstream = await Upstream.start();
  context.onTestFinished(() => upstream.stop());
  upstream.next.push(...behaviours);
  const engine = await openaiEngine({
    baseURL: upstream.baseURL,
    model: 'toy',
    apiKey: 'my-own-key',
    maxRetries: 0,
  });
  let log = '';
  const into = new Writable({
    write(chunk, _, done) {
      log += String(chunk);
      done();
    },
  });
  const server = await listen(context, { engine, logger: pino({}, into) });
  const ask = (body: object = {}) =>
    fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a', max_tokens: 2, ...body }),
    });
  return { upstream, server, ask, log: () => log };
}

const SECRETS = 'no route to http://10.0.0.7:8000 with my-own-key or sk-abcdef123';

test.for<[status: number, headers: Record<string, string>, expected: [number, string, string | null]]>([
  [429, { 'retry-after': '7' }, [429, 'upstream_rate_limit', '7']],
  [429, { 'retry-after': '86400' }, [429, 'upstream_rate_limit', '60']],
  [429, {}, [429, 'upstream_rate_limit', '1']],
  [503, { 'retry-after': '3' }, [503, 'engine_unavailable', '3']],
  [503, {}, [503, 'engine_unavailable', '1']],
  [529, {}, [503, 'engine_unavailable', '1']],
  [500, {}, [500, 'engine_failed', null]],
  [401, {}, [500, 'engine_failed', null]],
  [404, {}, [500, 'engine_failed', null]],
  [999, {}, [500, 'engine_failed', null]],
])('an upstream’s %i with %j', async ([status, headers, [own, code, retryAfter]], context) => {
  const { ask, log } = await inFrontOf(context, fail(status, { message: SECRETS }, headers));
  const response = await ask();
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect([response.status, error.code, response.headers.get('retry-after')]).toEqual([own, code, retryAfter]);
  expect(JSON.stringify(error)).not.toMatch(/10\.0\.0\.7|key|sk-/);
  expect(log()).toContain('no route to http://10.0.0.7:8000');
  expect(log()).not.toContain('my-own-key');
});

test('what the upstream says of a request is told without addresses and keys; the log has all of it', async (context) => {
  const said = `prompt is too long; ask ${SECRETS}`;
  const { ask, log } = await inFrontOf(
    context,
    fail(400, { message: said, code: 'context_length_exceeded', param: 'messages' }),
  );
  const response = await ask();
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      error: {
        message:
          'the upstream refuses the request: 400 prompt is too long; ask no route to [URL] with [key] or [key]',
        type: 'invalid_request_error',
        param: 'prompt',
        code: 'context_length_exceeded',
      },
    },
  ]);
  expect(log()).toContain('no route to http://10.0.0.7:8000');
});

test('an upstream that cannot be reached is a 503, and one that comes back is used again', async (context) => {
  const { ask } = await inFrontOf(context, (response) => void response.destroy());
  const response = await ask();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await ask()).status).toBe(200);
});

test('one 429 that asks for a day keeps no other request from its answer, and the server ends', async (context) => {
  const { server, ask } = await inFrontOf(
    context,
    fail(429, { message: 'slow down' }, { 'retry-after': '86400' }),
  );
  const statuses = await Promise.all(Array.from({ length: 10 }, () => ask().then(({ status }) => status)));
  expect(statuses.sort()).toEqual([...Array.from({ length: 9 }, () => 200), 429]);
  await server.drain({ timeoutMs: 1000 });
});

test('a failure amid a stream is its last event, with the words of the table alone', async (context) => {
  const { ask } = await inFrontOf(context, stream([token('one'), { error: { message: SECRETS } }]));
  const text = await (await ask({ stream: true })).text();
  expect(text).toContain('one');
  const last = JSON.parse(text.trim().split('\n\n').at(-1)!.slice('data: '.length)) as { error: object };
  expect(last.error).toMatchObject({
    code: 'engine_failed',
    message: "the engine's upstream failed to answer this request",
  });
});

test('a chunk without a delta and usage without choices are an answer', async (context) => {
  const { server } = await inFrontOf(
    context,
    stream([
      { choices: [{ index: 0, delta: { content: [{ type: 'text', text: 'Yes' }] } }] },
      { choices: [{ index: 0, finish_reason: 'stop' }] },
      { usage: { prompt_tokens: 5, completion_tokens: 1 } },
    ]),
  );
  const { choices, usage } = await server.client.chat.completions.create({
    model: 'toy',
    messages: [{ role: 'user', content: 'Well?' }],
  });
  expect(choices[0]).toMatchObject({ message: { content: 'Yes' }, finish_reason: 'stop' });
  expect(usage).toEqual({ prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 });
});
