import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { listen, listenByHand, until } from './running-server.js';

function openLog() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, logger: pino({ level: 'debug' }, stream) };
}

const SECRET = 'my diary says';

test('a line per request and per batch, by the request’s id, and nothing of a prompt', async (context) => {
  const { lines, logger } = openLog();
  const server = await listen(context, { logger });
  await server.client.completions.create(
    { model: 'study', prompt: SECRET, max_tokens: 4 },
    { headers: { 'x-request-id': 'trace-1' } },
  );
  await until(server, ({ batches }) => batches === 1);
  expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({
    reqId: 'trace-1',
    status: 200,
    url: '/v1/completions',
    prompts: 1,
    n: 1,
    stream: false,
    prompt_tokens: 3,
    completion_tokens: 4,
  });
  expect(lines.find(({ msg }) => msg === 'batch')).toMatchObject({
    level: 20,
    size: 1,
    closedBy: 'wait',
    outputTokens: 4,
  });
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test('prompts are logged when asked for', async (context) => {
  const { lines, logger } = openLog();
  const { client } = await listen(context, { logger, logPrompts: true });
  await client.completions.create({ model: 'study', prompt: SECRET });
  expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ texts: [SECRET] });
});

test('a client that has gone is logged as 499, a failure of the engine with its cause', async (context) => {
  const { lines, logger } = openLog();
  const { engine, server } = await listenByHand(context, { logger });
  const given = new AbortController();
  const gone = server.client.completions.create({ model: 'by-hand', prompt: 'x' }, { signal: given.signal });
  const batch = await engine.nextBatch();
  given.abort();
  await gone.catch(() => {});
  await batch.cancelled(0);
  expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ status: 499, reason: 'cancelled' });

  const failing = server.client.completions.create({ model: 'by-hand', prompt: 'x' }).catch(() => {});
  (await engine.nextBatch()).end([new Error('out of memory')]);
  await failing;
  expect(lines.find(({ msg }) => msg === 'failure')).toMatchObject({
    level: 50,
    reason: 'engine',
    err: { message: 'out of memory' },
  });
});

test('a request without an answer is logged with its reason, also where its stream had begun', async (context) => {
  const { lines, logger } = openLog();
  const { engine, server } = await listenByHand(context, { logger, release: 'token' });
  await server.client.completions.create({ model: 'by-hand', prompt: 'x', n: 0 }).catch(() => {});
  const started = server.client.completions.create({ model: 'by-hand', prompt: 'x', stream: true });
  const batch = await engine.nextBatch();
  batch.emit(0, 'one');
  const stream = await started;
  batch.end([new Error('out of memory')]);
  const read = async () => {
    for await (const part of stream) expect(part.choices[0]!.text).toBe('one');
  };
  await expect(read()).rejects.toThrow('the engine failed to answer this request');
  const requests = () => lines.filter(({ msg }) => msg === 'request');
  while (requests().length < 2) await new Promise(setImmediate);
  expect(requests()).toMatchObject([
    { status: 400, reason: 'invalid' },
    { status: 200, reason: 'engine' },
  ]);
});

test('a query is not logged: some clients show their key in it', async (context) => {
  const { lines, logger } = openLog();
  const { url } = await listen(context, { logger });
  await (await fetch(`${url}/v1/models?api_key=sesame`)).text();
  while (lines.every(({ msg }) => msg !== 'request')) await new Promise(setImmediate);
  expect(lines.find(({ msg }) => msg === 'request')).toMatchObject({ url: '/v1/models' });
  expect(JSON.stringify(lines)).not.toContain('sesame');
});
