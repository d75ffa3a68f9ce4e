import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { oldest } from 'lockstep/core';
import { expect, test, type TestContext } from 'vitest';
import { listen, listenByHand, metric, type RunningServer, until } from './running-server.js';

/** More than the connection itself can hold. */
const MUCH = 'x'.repeat(20_000_000);

function ask({ port }: RunningServer, body: string, context: TestContext): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  context.onTestFinished(() => void socket.destroy());
  socket.write(
    'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

async function untilMetric(
  server: RunningServer,
  name: string,
  labels: Record<string, string>,
  value: number,
) {
  while ((await metric(server, name, labels)) !== value) await new Promise(setImmediate);
}

test('a client that reads nothing of its stream is ended, its row cancelled, others go on', async (context) => {
  const lines: Record<string, unknown>[] = [];
  const log = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const { engine, server } = await listenByHand(context, {
    stallTimeoutMs: 400,
    maxBatchSize: 2,
    wait: oldest(60_000),
    logger: pino({}, log),
  });
  const other = server.client.completions.create({ model: 'by-hand', prompt: 'other' });
  await until(server, ({ waiting }) => waiting === 1);
  const socket = ask(server, '{"prompt":"x","stream":true}', context);
  socket.pause();
  const batch = await engine.nextBatch();
  batch.emit(1, 'first');
  batch.emit(1, MUCH);
  await batch.cancelled(1);
  await untilMetric(server, 'request_failures_total', { reason: 'stalled' }, 1);
  expect(await metric(server, 'connections_ended_total', { reason: 'stalled' })).toBe(1);
  batch.echo();
  expect((await other).choices[0]!.text).toBe('echo other');
  while (!lines.some(({ reason }) => reason === 'stalled')) await new Promise(setImmediate);
  expect(lines.find(({ reason }) => reason === 'stalled')).toMatchObject({ msg: 'request', status: 499 });
});

test('a client that reads nothing of an answer that is no stream is ended too', async (context) => {
  const { engine, server } = await listenByHand(context, { stallTimeoutMs: 400 });
  const socket = ask(server, '{"prompt":"x"}', context);
  socket.pause();
  const batch = await engine.nextBatch();
  batch.end([{ text: MUCH, finishReason: 'length', promptTokens: 1, outputTokens: 2 }]);
  await untilMetric(server, 'connections_ended_total', { reason: 'stalled' }, 1);
});

test('a client that waits for its batch has not stalled, however long it takes', async (context) => {
  const { engine, server } = await listenByHand(context, { stallTimeoutMs: 50 });
  const asked = server.client.completions.create({ model: 'by-hand', prompt: 'x' });
  const batch = await engine.nextBatch();
  await new Promise((resolve) => setTimeout(resolve, 300));
  batch.echo();
  expect((await asked).choices[0]!.text).toBe('echo x');
});

test('a large answer comes whole, with its length', async (context) => {
  const { engine, server } = await listenByHand(context);
  const asked = fetch(`${server.url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"prompt":"x"}',
  });
  const text = 'größer 🦜 '.repeat(100_000);
  const result = { text, finishReason: 'length' as const, promptTokens: 1, outputTokens: 2 };
  (await engine.nextBatch()).end([result]);
  const answer = await asked;
  const body = await answer.text();
  expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(body));
  expect((JSON.parse(body) as { choices: { text: string }[] }).choices[0]!.text).toBe(text);
});

test('answers that could not be sent are refused before they are made; as a stream they can be', async (context) => {
  const server = await listen(context, { totalUnreadLimit: 1_000_000 });
  const body = { model: 'study', prompt: 'x'.repeat(100_000), max_tokens: 2 };
  const { choices } = await server.client.completions.create({ ...body, n: 9 });
  expect(choices.map(({ text }) => text)).toEqual(Array(9).fill(`${body.prompt} generated_text`));
  const { submitted } = server.batcher.stats();
  await expect(server.client.completions.create({ ...body, n: 10 })).rejects.toMatchObject({
    status: 400,
    param: 'n',
    message: expect.stringContaining('at most 1000000 bytes in all (--total-unread-limit)') as string,
  });
  expect(server.batcher.stats().submitted).toBe(submitted);
  let length = 0;
  for await (const { choices } of await server.client.completions.create({ ...body, n: 10, stream: true })) {
    length += choices[0]?.text.length ?? 0;
  }
  expect(length).toBe(10 * (body.prompt.length + ' generated_text'.length));
});

test('a stream of which too much waits ends when more comes', async (context) => {
  const { engine, server } = await listenByHand(context, { unreadLimit: 1_000_000 });
  const socket = ask(server, '{"prompt":"x","stream":true}', context);
  socket.pause();
  const batch = await engine.nextBatch();
  // Events are made in pieces of what the connection takes, so that all but the first waits.
  for (let part = 0; part < 20; part++) batch.emit(0, MUCH.slice(0, 1_000_000));
  await batch.cancelled(0);
  expect(await metric(server, 'connections_ended_total', { reason: 'unread' })).toBe(1);
});

test('of all that waits unread, what has stood still longest is ended first', async (context) => {
  const { engine, server } = await listenByHand(context, {
    maxBatchSize: 2,
    wait: oldest(60_000),
    totalUnreadLimit: 30_000_000,
  });
  const first = ask(server, '{"prompt":"first","stream":true}', context);
  first.pause();
  await until(server, ({ waiting }) => waiting === 1);
  const second = ask(server, '{"prompt":"second","stream":true}', context);
  second.pause();
  const batch = await engine.nextBatch();
  batch.emit(0, 'begun');
  batch.emit(0, MUCH);
  await new Promise((resolve) => setTimeout(resolve, 50));
  batch.emit(1, 'begun');
  batch.emit(1, MUCH);
  await batch.cancelled(0);
  expect(await metric(server, 'connections_ended_total', { reason: 'unread' })).toBe(1);
  expect(batch.context.signals![1]!.aborted).toBe(false);
});

test('a slow reader gets fewer and larger events, and all of the text', async (context) => {
  const { engine, server } = await listenByHand(context);
  const socket = ask(server, '{"prompt":"x","stream":true}', context);
  const batch = await engine.nextBatch();
  batch.emit(0, 'begun');
  await once(socket, 'data');
  socket.pause();
  const parts = Array.from({ length: 400_000 }, (_, part) => `token-${part} `);
  for (const part of parts) batch.emit(0, part);
  const text = `begun${parts.join('')}`;
  batch.end([{ text, finishReason: 'length', promptTokens: 1, outputTokens: 9 }]);
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
  socket.resume();
  while (!answer.includes('[DONE]')) await once(socket, 'data');
  const events = [...answer.matchAll(/^data: (\{.*\})$/gm)].map(
    ([, event]) => JSON.parse(event!) as { choices: { text: string }[] },
  );
  expect(`begun${events.map(({ choices }) => choices[0]!.text).join('')}`).toBe(text);
  expect(events.length).toBeLessThan(parts.length / 10);
});

test('bodies that are never finished: bounded in all, refused with 503, and ended', async (context) => {
  const server = await listen(context, {
    bodyLimit: 100_000,
    totalBodyLimit: 250_000,
    stallTimeoutMs: 2000,
  });
  const answers: string[] = [];
  for (let client = 0; client < 6; client++) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    context.onTestFinished(() => void socket.destroy());
    socket.setEncoding('utf8').on('data', (piece: string) => answers.push(piece));
    socket.write(
      'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
        `Content-Length: 90000\r\n\r\n${'x'.repeat(80_000)}`,
    );
  }
  while (answers.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  const refused = answers.filter((answer) => answer.startsWith('HTTP/1.1 503 '));
  // The others stand still: they are told so, and leave their room to the next.
  const slow = answers.filter((answer) => answer.startsWith('HTTP/1.1 408 '));
  expect(refused.length).toBeGreaterThanOrEqual(3);
  expect(slow.length).toBe(6 - refused.length);
  for (const answer of refused) {
    expect(answer).toMatch(/^retry-after: 1\r$/im);
    expect(answer).toContain('"code":"server_busy"');
    expect(answer).toContain('250000 in all, --total-body-limit');
  }
  await untilMetric(server, 'connections_ended_total', { reason: 'slow_body' }, slow.length);
  const { choices } = await server.client.completions.create({ model: 'study', prompt: 'x'.repeat(50_000) });
  expect(choices).toHaveLength(1);
});

test('a body without a length counts as it comes', async (context) => {
  const server = await listen(context, { bodyLimit: 100_000, totalBodyLimit: 100_000 });
  const ask = () =>
    fetch(`${server.url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([`{"prompt":"${'x'.repeat(90_000)}","max_tokens":1}`]).stream(),
      duplex: 'half',
    } as RequestInit);
  for (let i = 0; i < 3; i++) {
    const answer = await ask();
    await answer.text();
    expect(answer.status).toBe(200);
  }
});

test('connections beyond the most are closed as they come', async (context) => {
  const server = await listen(context, { maxConnections: 2 });
  const open = async () => {
    const socket = connect(server.port, '127.0.0.1');
    context.onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  await open();
  await open();
  const third = await open();
  await once(third.resume(), 'close');
  await untilMetric(server, 'connections_ended_total', { reason: 'too_many' }, 1);
});
