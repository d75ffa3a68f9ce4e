import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen, metric, type RunningServer, until } from './running-server.js';

const LIMIT = 10_000;
const asked = JSON.stringify({ prompt: 'Call me Ishmael.', max_tokens: 2 });

async function post({ url }: RunningServer, body: Buffer | string, encoding: string) {
  const response = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

interface Answer {
  readonly error?: { readonly message: string; readonly code: string | null };
  readonly choices?: readonly { readonly text: string }[];
}

describe('a body that is compressed', () => {
  test.for<[string, Buffer]>([
    ['gzip', gzipSync(asked)],
    ['GZIP', gzipSync(asked)],
    ['x-gzip', gzipSync(asked)],
    ['deflate', deflateSync(asked)],
    ['identity', Buffer.from(asked)],
  ])('%s is read', async ([encoding, body], context) => {
    const answer = await post(await listen(context), body, encoding);
    expect(answer.status).toBe(200);
    expect(answer.body.choices![0]!.text).toBe('Call me Ishmael. generated_text');
  });

  test.for<[string, Buffer]>([
    ['br', brotliCompressSync(asked)],
    ['zstd', Buffer.from(asked)],
    ['gzip, gzip', gzipSync(gzipSync(asked))],
    ['constructor', Buffer.from(asked)],
  ])('%s is 415 with what would be read', async ([encoding, body], context) => {
    const answer = await post(await listen(context), body, encoding);
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept-encoding')).toBe('gzip, deflate');
    expect(answer.body.error).toMatchObject({
      code: 'unsupported_media_type',
      message: `content-encoding: expected gzip, deflate or none, got ${JSON.stringify(encoding)}`,
    });
  });

  test.for<[string, Buffer]>([
    ['other bytes', Buffer.from(asked)],
    ['half of it', gzipSync(asked).subarray(0, 20)],
    ['a wrong checksum', Buffer.concat([gzipSync(asked).subarray(0, -8), Buffer.alloc(8)])],
  ])('%s instead of gzip is 400', async ([, body], context) => {
    const answer = await post(await listen(context), body, 'gzip');
    expect(answer.status).toBe(400);
    expect(answer.body.error!.message).toBe(
      'body: expected what the header content-encoding says, got other bytes',
    );
  });

  test('the limit is for what it inflates to: at the limit it is read, beyond it is 413', async (context) => {
    const server = await listen(context, { bodyLimit: LIMIT });
    const padded = (length: number) => gzipSync(asked + ' '.repeat(length - asked.length));
    expect((await post(server, padded(LIMIT), 'gzip')).status).toBe(200);
    const answer = await post(server, padded(LIMIT + 1), 'gzip');
    expect(answer.status).toBe(413);
    expect(answer.body.error!.code).toBe('request_too_large');
  });

  test('one that would inflate to a thousand times its limit is inflated no further', async (context) => {
    const server = await listen(context, { bodyLimit: 100_000 });
    const bomb = gzipSync(Buffer.alloc(90_000_000, 0x20));
    const before = process.memoryUsage().arrayBuffers;
    const answer = await post(server, bomb, 'gzip');
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect((await post(server, gzipSync(asked), 'gzip')).status).toBe(200);
  });

  test('it counts inflated in the total of all bodies: beyond it is 503, and the server lives on', async (context) => {
    const server = await listen(context, { bodyLimit: LIMIT, totalBodyLimit: LIMIT });
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    for (let i = 0; i < 3; i++) {
      const refused = await post(server, bomb, 'gzip');
      expect([413, 503]).toContain(refused.status);
    }
    expect((await post(server, gzipSync(asked), 'gzip')).status).toBe(200);
  });

  test('a client that leaves amid it is noticed', async (context) => {
    const server = await listen(context);
    const socket = connect(server.port, '127.0.0.1');
    const body = gzipSync(asked);
    socket.write(
      'POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
        `Content-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, 12));
    await server.client.models.list();
    socket.destroy();
    while ((await metric(server, 'request_failures_total')) < 1) {
      await new Promise(setImmediate);
    }
    expect(server.batcher.stats().submitted).toBe(0);
  });
});

describe('broken JSON', () => {
  test('is told with line and column', async (context) => {
    const { body } = await post(await listen(context), '{"prompt": "Hi",\n "n": }', 'identity');
    expect(body.error!.message).toBe('body: expected JSON; at line 2, column 7: expected a value, got "}"');
  });

  test('a byte order mark is no fault', async (context) => {
    expect((await post(await listen(context), `\uFEFF${asked}`, 'identity')).status).toBe(200);
  });
});

describe('members and elements of a body', () => {
  const of = (count: number) => `{"prompt":"Hi","max_tokens":1,"user":[${Array(count).fill('0').join()}]}`;

  test('as many as a server parses without holding up others', async (context) => {
    const server = await listen(context);
    // One for the body, two for its second and third member, one for the list.
    expect((await post(server, of(20_000 - 3), 'identity')).status).toBe(200);
    const answer = await post(server, of(20_000 - 2), 'identity');
    expect(answer.status).toBe(400);
    expect(answer.body.error!.message).toBe(
      'body: expected at most 20000 members and elements in all, got more',
    );
  });

  test('a text may have as many commas and brackets as it likes', async (context) => {
    const server = await listen(context);
    const body = JSON.stringify({ prompt: 'Hi', max_tokens: 1, user: '{[,"\\'.repeat(50_000) });
    expect((await post(server, body, 'identity')).status).toBe(200);
    await until(server, ({ completed }) => completed === 1);
  });
});
