import { connect } from 'node:net';
import { once } from 'node:events';
import { ArgumentError, oldest } from 'lockstep/core';
import { expect, test } from 'vitest';
import { createServer } from '../../src/server/index.js';
import { instantEngine, listen, listenByHand, until } from './running-server.js';

const READY = '/health/ready';

test('not ready at once, still serving during the delay, and nothing that was taken is lost', async (context) => {
  const { engine, server } = await listenByHand(context, { wait: oldest(60_000) });
  const { client, url, app } = server;
  const ask = (prompt: string) => client.completions.create({ model: 'by-hand', prompt });
  expect((await fetch(url + READY)).status).toBe(200);
  const before = ask('before');
  await until(server, ({ waiting }) => waiting === 1);

  const drained = server.drain({ delayMs: 3000 });
  const ready = await fetch(url + READY);
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
  expect(ready.headers.get('connection')).toBe('close');
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const during = ask('during');

  // The delay is over: the open batch closes at once, though its rule would wait for a minute.
  (await engine.nextBatch()).echo();
  expect((await Promise.all([before, during])).map(({ choices }) => choices[0]!.text)).toEqual([
    'echo before',
    'echo during',
  ]);
  await drained;
  await expect(fetch(url + READY)).rejects.toThrow();
  expect(app.server.listening).toBe(false);
});

test('a request over a connection that is still open gets 503 once the delay is over', async (context) => {
  const { engine, server } = await listenByHand(context);
  const asked = server.client.completions.create({ model: 'by-hand', prompt: 'taken' });
  const batch = await engine.nextBatch();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const body = '{"prompt":"late"}';
  const head = `POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  socket.write(head);
  const drained = server.drain();
  await until(server, ({ draining }) => draining);
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  socket.write(`\r\n${body}`);
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/\r\nretry-after: [567]\r\n/);
  expect(answer).toContain('"code":"draining"');
  batch.echo();
  expect((await asked).choices[0]!.text).toBe('echo taken');
  await drained;
});

test('what is not answered within the timeout gets 503', async (context) => {
  const { engine, server } = await listenByHand(context);
  const asked = server.client.completions
    .create({ model: 'by-hand', prompt: 'slow' })
    .catch((error) => error);
  const batch = await engine.nextBatch();
  await server.drain({ timeoutMs: 20 });
  expect(await asked).toMatchObject({ status: 503, code: 'draining' });
  expect(batch.context.signal!.aborted).toBe(true);
});

test('connections over which nothing is asked do not hold it up', async (context) => {
  const server = await listen(context);
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await server.drain();
  await closed;
});

test('draining twice is draining once; closing the app drains too', async (context) => {
  const server = await listen(context);
  expect(server.drain()).toBe(server.drain());
  const other = createServer({ engine: instantEngine() });
  await other.app.close();
  expect(other.batcher.stats().draining).toBe(true);
});

test('an answer that is ready still reaches a reader that is behind', async (context) => {
  const { engine, server } = await listenByHand(context);
  const socket = connect(server.port, '127.0.0.1');
  let read = 0;
  let end = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    read += piece.length;
    end = (end + piece).slice(-100);
  });
  const body = '{"prompt":"much","stream":true}';
  socket.write(
    `POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const batch = await engine.nextBatch();
  batch.emit(0, 'first');
  await once(socket, 'data');
  socket.pause();
  // More than the connection itself can hold.
  const much = 'x'.repeat(20_000_000);
  batch.end([{ text: `first${much}`, finishReason: 'length', promptTokens: 1, outputTokens: 2 }]);
  await until(server, ({ completed }) => completed === 1);
  const drained = server.drain();
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.resume();
  await once(socket, 'close');
  await drained;
  expect(read).toBeGreaterThan(much.length);
  expect(end).toContain('data: [DONE]');
});

test('answers that were asked for before a drain say that their connection closes', async (context) => {
  const { engine, server } = await listenByHand(context, { maxBatchSize: 2, wait: oldest(60_000) });
  const ask = (stream: boolean) =>
    fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'x', stream }),
    });
  const asked = [ask(false), ask(true)];
  const batch = await engine.nextBatch();
  const drained = server.drain({ delayMs: 100 });
  batch.echo();
  for (const answer of await Promise.all(asked)) {
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    await answer.text();
  }
  await drained;
});

test('a stream that had begun before a drain ends its connection, which it could not say', async (context) => {
  const { engine, server } = await listenByHand(context, { maxBatchSize: 1 });
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
      'Content-Length: 28\r\n\r\n{"prompt":"x","stream":true}',
  );
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  const batch = await engine.nextBatch();
  batch.emit(0, 'echo ');
  await once(socket, 'data');
  // Another one keeps the drain from ending: the connection ends by itself.
  const other = server.client.completions.create({ model: 'by-hand', prompt: 'y' });
  await until(server, ({ waiting }) => waiting === 1);
  const drained = server.drain();
  batch.echo();
  await once(socket, 'end');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toContain('data: [DONE]');
  (await engine.nextBatch()).echo();
  await other;
  await drained;
});

test.for([
  [{ delayMs: 2 ** 31 }, 'delayMs: expected milliseconds from 0 to 86400000 (a day), got 2147483648'],
  [{ delayMs: -1 }, 'delayMs: expected milliseconds from 0 to 86400000 (a day), got -1'],
  [{ delayMs: NaN }, 'delayMs: expected milliseconds from 0 to 86400000 (a day), got NaN'],
  [{ delayMs: Infinity }, 'delayMs: expected milliseconds from 0 to 86400000 (a day), got Infinity'],
  [
    { timeoutMs: 2 ** 31 },
    'timeoutMs: expected milliseconds from 0 to 86400000 (a day), or Infinity, got 2147483648',
  ],
] as const)('drain(%o) is refused, and drains nothing', async ([options, message], context) => {
  const server = await listen(context);
  await expect(server.drain(options)).rejects.toThrow(new ArgumentError(message));
  expect((await fetch(server.url + READY)).status).toBe(200);
  expect(server.batcher.stats().draining).toBe(false);
});

test('a drain that failed is not remembered: the next one drains', async (context) => {
  const server = await listen(context);
  const { close } = server.app;
  server.app.close = (() => Promise.reject(new Error('a hook failed'))) as never;
  await expect(server.drain()).rejects.toThrow('a hook failed');
  server.app.close = close;
  await server.drain();
  expect(server.app.server.listening).toBe(false);
});

test('asked again, a shorter delay and a new timeout hold', async (context) => {
  const { engine, server } = await listenByHand(context);
  const asked = server.client.completions.create({ model: 'by-hand', prompt: 'x' }).catch((error) => error);
  await engine.nextBatch();
  const first = server.drain({ delayMs: 60_000 });
  expect(server.drain({ timeoutMs: 0 })).toBe(first);
  expect(await asked).toMatchObject({ status: 503 });
  await first;
});
