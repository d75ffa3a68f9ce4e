import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { oldest } from 'lockstep/core';
import { describe, expect, test } from 'vitest';
import { instantEngine, listen, listenByHand, metric, type RunningServer, until } from './running-server.js';

/** Sends bytes over a connection of its own, and reads until the server closes it. */
async function raw({ port }: RunningServer, bytes: string): Promise<{ status: number; body: string }> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  socket.write(bytes);
  await once(socket, 'close');
  return { status: Number(answer.split(' ')[1]), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) };
}

function post(body: string, headers = ''): string {
  const length = Buffer.byteLength(body);
  return (
    'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
    `Content-Length: ${length}\r\n${headers}\r\n${body}`
  );
}

describe("every error has OpenAI's shape", () => {
  const json = 'application/json';

  test.for<[string, RequestInit & { path?: string }, number, object]>([
    ['broken JSON', { body: '{"prompt":', headers: { 'content-type': json } }, 400, { code: null }],
    ['an empty body', { body: '', headers: { 'content-type': json } }, 400, { code: null }],
    [
      'JSON that would change a prototype',
      { body: '{"__proto__":{"a":1}}', headers: { 'content-type': json } },
      400,
      { code: null },
    ],
    [
      'plain text',
      { body: 'Hi', headers: { 'content-type': 'text/plain' } },
      415,
      { code: 'unsupported_media_type' },
    ],
    ['a form', { body: new URLSearchParams({ prompt: 'Hi' }) }, 415, { code: 'unsupported_media_type' }],
    [
      'a body that is too large',
      { body: `"${'x'.repeat(2000)}"`, headers: { 'content-type': json } },
      413,
      { code: 'request_too_large' },
    ],
    [
      'another method',
      { method: 'GET' },
      405,
      { code: 'method_not_allowed', message: 'GET /v1/completions: expected POST' },
    ],
    [
      'another path',
      { path: '/v1/embeddings?x=1' },
      404,
      { code: 'unknown_url', message: 'there is no POST /v1/embeddings here' },
    ],
    [
      'bytes that are no text',
      {
        body: Buffer.from([...Buffer.from('{"prompt":"'), 0xff, ...Buffer.from('"}')]),
        headers: { 'content-type': json },
      },
      400,
      { code: null, message: 'body: expected UTF-8 text, got other bytes' },
    ],
    ['an invalid path', { path: '/%zz' }, 400, { code: null }],
  ])('%s', async ([, { path = '/v1/completions', ...init }, status, error], context) => {
    const { url } = await listen(context, { bodyLimit: 1000 });
    const response = await fetch(url + path, { method: 'POST', ...init });
    const body = (await response.json()) as { error: object };
    expect(response.status).toBe(status);
    expect(Object.keys(body)).toEqual(['error']);
    expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type']);
    expect(body.error).toMatchObject(error);
  });

  test('a wrong method is told the right one', async (context) => {
    const { url } = await listen(context);
    expect((await fetch(`${url}/v1/completions`)).headers.get('allow')).toBe('POST');
    const removal = await fetch(`${url}/v1/models/study?force=1`, { method: 'DELETE' });
    expect([removal.status, removal.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('bytes that are no HTTP, and headers that are too large', async (context) => {
    const server = await listen(context);
    const nonsense = await raw(server, 'nonsense\r\n\r\n');
    expect([nonsense.status, JSON.parse(nonsense.body).error.type]).toEqual([400, 'invalid_request_error']);
    const large = await raw(server, post('{}', `X-Large: ${'x'.repeat(20_000)}\r\n`));
    expect([large.status, JSON.parse(large.body).error.code]).toEqual([431, 'headers_too_large']);
    expect(await metric(server, 'request_failures_total', { reason: 'headers_too_large' })).toBe(1);
  });

  test('nothing of what went wrong inside reaches a client', async (context) => {
    const { engine, server } = await listenByHand(context);
    engine.prepare = () => Promise.reject(new Error('no such file: /models/secret.gguf'));
    const response = await server.app.inject({
      method: 'POST',
      url: '/v1/completions',
      payload: { prompt: 'Hi' },
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
    expect(response.body).not.toContain('.ts');
  });
});

describe('disconnecting over a bare connection', () => {
  test.for(['{"prompt":"gone"}', '{"prompt":"gone","stream":true}'])(
    'while it waits: %s',
    async (body, context) => {
      const { server } = await listenByHand(context, { wait: oldest(60_000) });
      const socket = connect(server.port, '127.0.0.1');
      socket.write(post(body));
      await until(server, ({ waiting }) => waiting === 1);
      socket.destroy();
      await until(server, ({ waiting, cancelled }) => waiting === 0 && cancelled === 1);
      expect(await metric(server, 'request_failures_total', { reason: 'cancelled' })).toBe(1);
    },
  );

  test('amid its body: nothing enters the queue', async (context) => {
    const { server } = await listenByHand(context);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(post('{"prompt":"gone"}').slice(0, -5));
    await once(socket, 'connect');
    socket.destroy();
    await server.client.models.list();
    expect(server.batcher.stats().submitted).toBe(0);
  });

  test('amid several prompts: all of them go', async (context) => {
    const { engine, server } = await listenByHand(context);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(post('{"prompt":["a","b"],"n":2,"stream":true}'));
    const batch = await engine.nextBatch();
    batch.emit(3, 'text');
    await once(socket, 'data');
    socket.destroy();
    await Promise.all([0, 1, 2, 3].map((row) => batch.cancelled(row)));
    await batch.aborted();
  });
});

describe('who may ask', () => {
  test('without the key nothing but health, whatever the key looks like', async (context) => {
    const { url } = await listen(context, { apiKey: 'sesame' });
    const status = async (path: string, authorization?: string) =>
      (await fetch(url + path, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await status('/health/live')).toBe(200);
    expect(await status('/health/ready')).toBe(200);
    for (const path of ['/v1/models', '/metrics', '/nowhere']) expect(await status(path)).toBe(401);
    for (const wrong of ['sesame', 'Bearer', 'Bearer ', 'Bearer sesam', 'Bearer sesame2', 'Basic sesame']) {
      expect(await status('/v1/models', wrong)).toBe(401);
    }
    expect(await status('/v1/models', 'Bearer sesame')).toBe(200);
    expect(await status('/metrics', 'bearer sesame')).toBe(200);
    const refused = await fetch(`${url}/v1/models`);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refused.text()).not.toContain('sesame');
  });
});

test('a request’s id is the client’s if it is sane, else one of ours; errors carry it too', async (context) => {
  const { url } = await listen(context);
  const idOf = async (path: string, id: string) =>
    (await fetch(url + path, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
  expect(await idOf('/v1/models', 'trace-7.a:b')).toBe('trace-7.a:b');
  expect(await idOf('/nowhere', 'trace-8')).toBe('trace-8');
  expect(await idOf('/%zz', 'trace-9')).toBe('trace-9');
  expect(await idOf('/v1/models', 'two words')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf('/v1/models', 'x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
});

describe('x-request-timeout', () => {
  test.for(['0', '-1', 'soon', '1e3', '86401', ''])('%s is refused', async (header, context) => {
    const { url } = await listen(context);
    const response = await fetch(`${url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-timeout': header },
      body: '{"prompt":"Hi"}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        message: `x-request-timeout: expected seconds above 0 and up to a day, such as 30 or 0.5, got ${JSON.stringify(header)}`,
      },
    });
  });

  test('it counts what comes before the queue: whose time is over then is never run', async (context) => {
    const engine = instantEngine();
    const prepare = engine.prepare.bind(engine);
    engine.prepare = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return prepare(request);
    };
    const { client, batcher } = await listen(context, { engine });
    const error = await client.completions
      .create({ model: 'study', prompt: 'Hi' }, { headers: { 'x-request-timeout': '0.01' } })
      .catch((error) => error);
    expect(error).toMatchObject({ status: 504, code: 'deadline_exceeded' });
    expect(batcher.stats().submitted).toBe(0);
  });

  test('it can ask for less than the server’s limit, not for more', async (context) => {
    const { server } = await listenByHand(context, { requestTimeoutMs: 50, wait: oldest(60_000) });
    const error = await server.client.completions
      .create({ model: 'by-hand', prompt: 'Hi' }, { headers: { 'x-request-timeout': '3600' } })
      .catch((error) => error);
    expect(error).toMatchObject({ status: 504, code: 'deadline_exceeded' });
    expect(error.message).toMatch(
      /^504 the deadline came \d+ ms after it was submitted, while the item was waiting$/,
    );
  });
});

test('a list of prompts enters the queue whole or not at all', async (context) => {
  const { engine, server } = await listenByHand(context, { maxBatchSize: 1, maxQueueSize: 3 });
  const { client } = server;
  const ask = (...prompt: string[]) => client.completions.create({ model: 'by-hand', prompt });
  const first = ask('running');
  const batch = await engine.nextBatch();
  const second = ask('a', 'b');
  await until(server, ({ waiting }) => waiting === 2);
  await expect(ask('c', 'd')).rejects.toMatchObject({ status: 429 });
  expect(server.batcher.stats().waiting).toBe(2);
  const third = ask('e');
  await until(server, ({ waiting }) => waiting === 3);
  batch.echo();
  for (let i = 0; i < 3; i++) (await engine.nextBatch()).echo();
  expect(
    (await Promise.all([first, second, third])).flatMap(({ choices }) => choices.map(({ text }) => text)),
  ).toEqual(['echo running', 'echo a', 'echo b', 'echo e']);
});

describe('several requests over one connection, none waiting for another', () => {
  test('answers come in their order', async (context) => {
    const { engine, server } = await listenByHand(context, { maxBatchSize: 1 });
    const answer = raw(
      server,
      post('{"prompt":"first"}') + post('{"prompt":"second"}', 'Connection: close\r\n'),
    );
    (await engine.nextBatch()).echo();
    (await engine.nextBatch()).echo();
    expect((await answer).body).toMatch(/echo first.*echo second/s);
  });

  test('when the client has gone, all of them end', async (context) => {
    const { engine, server } = await listenByHand(context, { maxBatchSize: 2 });
    const socket = connect(server.port, '127.0.0.1');
    socket.write(post('{"prompt":"first"}') + post('{"prompt":"second"}') + post('{"prompt":"third"}'));
    const batch = await engine.nextBatch();
    await until(server, ({ waiting }) => waiting === 1);
    socket.destroy();
    await batch.aborted();
    await until(server, ({ cancelled }) => cancelled === 3);
    while ((await metric(server, 'request_failures_total', { reason: 'cancelled' })) < 3);
  });
});

describe('bytes that are no HTTP', () => {
  test('amid a stream: nothing is written into it, and its row ends', async (context) => {
    const { engine, server } = await listenByHand(context);
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
    socket.write(post('{"prompt":"Hi","stream":true}'));
    const batch = await engine.nextBatch();
    batch.emit(0, 'text');
    await once(socket, 'data');
    socket.write('nonsense\r\n\r\n');
    await batch.cancelled(0);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test('within a body: answered, and counted once', async (context) => {
    const server = await listen(context);
    const { status } = await raw(
      server,
      'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
        'Transfer-Encoding: chunked\r\n\r\nno length\r\n',
    );
    expect(status).toBe(400);
    // By then the call has heard that it was cut off.
    await server.client.models.list();
    await server.client.models.list();
    expect(await metric(server, 'request_failures_total')).toBe(1);
  });

  test('a client that then never hangs up is left', async (context) => {
    const server = await listen(context);
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    context.onTestFinished(() => void socket.destroy());
    socket.resume().write('nonsense\r\n\r\n');
    const [connection] = (await once(server.app.server, 'connection')) as [Socket];
    await once(connection, 'close');
  });
});
