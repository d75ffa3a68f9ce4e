import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { EngineDownError } from 'lockstep/core';
import type { RequestError } from 'lockstep/engine';
import { type GenerationRequest, type GenerationResult, UpstreamError } from 'lockstep/engine';
import { openaiEngine, type OpenAiEngineOptions } from 'lockstep/engine/openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Behaviour, fail, stream, token, Upstream } from './upstream.js';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await Upstream.start();
});
afterEach(() => upstream.stop());

const open = (options: Partial<OpenAiEngineOptions> = {}) =>
  openaiEngine({ baseURL: upstream.baseURL, model: 'toy', maxRetries: 0, ...options });

async function ask(
  request: Partial<GenerationRequest> = {},
  options: Partial<OpenAiEngineOptions> = {},
): Promise<GenerationResult | Error> {
  const engine = await open(options);
  const [result] = await engine.generate([await engine.prepare({ prompt: 'Hi', ...request })]);
  return result!;
}

const CHAT = { prompt: [{ role: 'user', content: 'Hi' }] } as const;
const delta = (content: unknown, finish_reason: unknown = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
});
const STOP = delta(undefined, 'stop');

/** Writes until the connection is closed, as fast as it is read. */
function endless(piece: string, type = 'text/event-stream', status = 200): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': type });
    const write = () => {
      while (!response.closed && response.write(piece));
    };
    response.on('drain', write);
    write();
  };
}

describe('an answer with parts that are not as the API has them, and do not change it', () => {
  test.each<[what: string, events: readonly object[]]>([
    [
      'a chunk without a delta (a content filter)',
      [delta('a'), { choices: [{ index: 0, finish_reason: null }] }],
    ],
    ['a delta of null', [delta('a'), { choices: [{ index: 0, delta: null, finish_reason: null }] }]],
    ['content of null', [delta('a'), delta(null)]],
    ['no choices', [delta('a'), { usage: null }]],
    ['choices of null', [delta('a'), { choices: null }]],
    ['an empty list of choices before and after', [{ choices: [] }, delta('a'), { choices: [] }]],
    ['an empty finish_reason', [delta('a', '')]],
    ['no finish_reason in a chunk', [{ choices: [{ index: 0, delta: { content: 'a' } }] }]],
    ['no index', [{ choices: [{ delta: { content: 'a' } }] }]],
    [
      'another choice beside it',
      [{ choices: [{ index: 1, delta: { content: 'x' } }, delta('a').choices[0]] }],
    ],
    [
      'a list of text parts',
      [
        delta([
          { type: 'text', text: 'a' },
          { type: 'text', text: '' },
        ]),
      ],
    ],
    ['thoughts', [delta([{ type: 'thinking', thinking: [{ type: 'text', text: 'x' }] }]), delta('a')]],
    ['thoughts in a field of their own', [{ choices: [{ delta: { reasoning_content: 'x' } }] }, delta('a')]],
    ['fields that are not known', [{ ...delta('a'), object: 7, id: {}, created: 'now', model: null }]],
    [
      'empty lists of what is no text',
      [{ choices: [{ delta: { content: 'a', tool_calls: [], refusal: null } }] }],
    ],
  ])('%s', async (_, events) => {
    upstream.next.push(stream([...events, STOP]));
    expect(await ask(CHAT)).toMatchObject({ text: 'a', finishReason: 'stop', outputTokens: 1 });
  });

  test.each<[what: string, usage: unknown, outputTokens: number]>([
    ['usage without choices', { prompt_tokens: 4, completion_tokens: 9 }, 9],
    ['counts as texts', { prompt_tokens: '4', completion_tokens: '9' }, 1],
    ['a negative count', { prompt_tokens: 4, completion_tokens: -9 }, 1],
    ['a count beyond all reason', { prompt_tokens: 4, completion_tokens: 1e300 }, 1],
    ['a part of the counts', { prompt_tokens: 4 }, 1],
    ['a list', [1, 2], 1],
    ['a text', 'many', 1],
  ])('usage: %s', async (_, usage, outputTokens) => {
    upstream.next.push(stream([delta('a', 'stop'), { usage }]));
    expect(await ask(CHAT)).toMatchObject({ text: 'a', finishReason: 'stop', outputTokens });
  });

  test.each([
    ['eos_token', 'stop'],
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
  ])('finish_reason %s is %s', async (given, finishReason) => {
    upstream.next.push(stream([delta('a', given)]));
    expect(await ask(CHAT)).toMatchObject({ text: 'a', finishReason });
  });

  test('a chunk of a chat from /completions', async () => {
    upstream.next.push(stream([delta('a'), token('b', 'stop')]));
    expect(await ask()).toMatchObject({ text: 'ab' });
  });

  test.each<[what: string, end: (response: ServerResponse) => void]>([
    ['the connection is lost', (response) => setImmediate(() => response.destroy())],
    ['what follows is no JSON', (response) => response.end('data: {oops\n\n')],
    ['what follows is an error', (response) => response.end('data: {"error":{"message":"late"}}\n\n')],
    ['what follows is no chunk', (response) => response.end('data: 7\n\n')],
    ['nothing follows', () => undefined],
  ])('an answer is complete with its finish_reason: then %s', async (_, end) => {
    upstream.next.push(stream([delta('a'), delta('', 'length')], end));
    expect(await ask(CHAT, { timeoutMs: 500 })).toEqual({
      text: 'a',
      finishReason: 'length',
      promptTokens: 1,
      outputTokens: 1,
    });
  });
});

describe('an answer that may be another than the upstream meant is an error', () => {
  const unlike = 'the upstream sent something else than its API says: expected ';
  test.each<[event: unknown, message: string]>([
    [7, `${unlike}an event to be an object, got 7`],
    [null, `${unlike}an event to be an object, got null`],
    [[], `${unlike}an event to be an object, got a list`],
    [{ choices: 'abc' }, `${unlike}choices to be a list, got abc`],
    [{ choices: {} }, `${unlike}choices to be a list, got an object`],
    [{ choices: [7] }, `${unlike}choices[0] to be an object, got 7`],
    [{ choices: [{ delta: 'a' }] }, `${unlike}choices[0].delta to be an object, got a`],
    [delta(7), `${unlike}choices[0].delta.content to be text, got 7`],
    [delta({ text: 'a' }), `${unlike}choices[0].delta.content to be text, got an object`],
    [delta([7]), `${unlike}choices[0].delta.content[0] to be a part with a type, got 7`],
    [delta([{ type: 'image_url' }]), `${unlike}choices[0].delta.content[0].type to be 'text', got image_url`],
    [delta([{ type: 'text', text: 7 }]), `${unlike}choices[0].delta.content[0].text to be text, got 7`],
    [delta('a', 7), `${unlike}choices[0].finish_reason to be text, got 7`],
    [{ choices: [{ delta: { refusal: 'No.' } }] }, `${unlike}choices[0].delta to be text, got refusal`],
    [{ choices: [{ delta: { tool_calls: [{}] } }] }, `${unlike}choices[0].delta to be text, got tool_calls`],
    [
      { choices: [{ message: { content: 'a' } }] },
      `${unlike}choices[0] to be a part of a stream with text or delta, got a whole message`,
    ],
    [{ object: 'error', message: 'out of memory', code: 500 }, 'the upstream failed: out of memory'],
    [{ error: { message: 'out of memory', code: 500 } }, 'the upstream answered 500 out of memory'],
    [{ error: 'out of memory' }, 'the upstream failed: out of memory'],
  ])('%j', async (event, message) => {
    upstream.next.push(stream([delta('a'), event as object, STOP]));
    const result = await ask(CHAT);
    expect(result).toBeInstanceOf(UpstreamError);
    expect((result as Error).message).toBe(message);
  });

  test('a body that is no stream', async () => {
    upstream.next.push((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { content: 'a' }, finish_reason: 'stop' }] }));
    });
    expect(await ask(CHAT)).toEqual(
      new UpstreamError('the upstream answered with no event of a stream; expected text/event-stream', null),
    );
  });

  test('what is no JSON', async () => {
    upstream.next.push(stream([], (response) => response.end('data: {"choices":\n\n')));
    expect(await ask(CHAT)).toMatchObject({
      name: 'UpstreamError',
      message: expect.stringContaining('JSON'),
    });
  });
});

describe('an upstream without end', () => {
  /** The connection must end too: the upstream stops writing when it does. */
  async function endsWith(behaviour: Behaviour, message: string, request = {}, options = {}) {
    let closed: Promise<unknown> | undefined;
    upstream.next.push((response, received) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      return behaviour(response, received);
    });
    expect(await ask({ ...CHAT, ...request }, options)).toEqual(new UpstreamError(message, null));
    await closed;
  }

  const event = (content: string) => `data: ${JSON.stringify(delta(content))}\n\n`;

  test('sends more tokens than were asked for', () =>
    endsWith(endless(event('a')), 'the upstream sent more than the 5 tokens that were asked for', {
      maxTokens: 5,
    }));

  test('sends more than an answer may have', () =>
    endsWith(
      endless(event('a')),
      'the upstream sent more than 100000 bytes for one answer (maxAnswerBytes)',
      {},
      { maxAnswerBytes: 100_000 },
    ));

  test('sends more text than an answer may have', () =>
    endsWith(
      endless(event('x'.repeat(2 ** 16))),
      'the upstream sent more than 8388608 characters for one answer',
    ));

  test.each(['\n', '\r\n', '\r'])('sends an event without end, in lines that end in %j', (end) =>
    endsWith(
      endless(`data: ${'x'.repeat(2 ** 10)}${end}`),
      'the upstream sent an event of more than 1048576 bytes',
    ),
  );

  test('sends a line without end', () =>
    endsWith(endless('x'.repeat(2 ** 16)), 'the upstream sent an event of more than 1048576 bytes'));

  test('sends only comments', () =>
    endsWith(endless(': wait\n\n'), 'the upstream said nothing for 100 ms', {}, { timeoutMs: 100 }));

  test('sends events without text', () =>
    endsWith(
      endless(`data: ${JSON.stringify({ choices: [] })}\n\n`),
      'the upstream took more than 200 ms for one answer (answerTimeoutMs)',
      {},
      { answerTimeoutMs: 200 },
    ));

  test('answers an error without end', async () => {
    upstream.next.push(endless('x'.repeat(2 ** 16), 'text/plain', 500));
    const result = (await ask(CHAT)) as UpstreamError;
    expect(result).toMatchObject({ name: 'UpstreamError', status: 500 });
    expect(result.message).toBe(`the upstream answered 500 ${'x'.repeat(1000)}…`);
  });

  test('answers an error that stops amid its body', async () => {
    upstream.next.push((response) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.write('oh');
    });
    expect(await ask(CHAT, { timeoutMs: 100 })).toEqual(
      new UpstreamError('the upstream said nothing for 100 ms', null),
    );
  });

  test('events in lines of any ending are read', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const body = [delta('a'), delta('b', 'stop')]
        .map((each) => `data: ${JSON.stringify(each)}${end}${end}`)
        .join('');
      upstream.next.push(stream([], (response) => response.end(body)));
      expect(await ask(CHAT)).toMatchObject({ text: 'ab' });
    }
  });
});

describe('waiting', () => {
  const slow = (headers: Readonly<Record<string, string>>) => fail(429, { message: 'slow down' }, headers);

  test.each<[headers: Readonly<Record<string, string>>, retryAfterMs: number | null]>([
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '1e9' }, null],
    [{ 'retry-after': '99999999999' }, 86_400_000],
    [{ 'retry-after': '-1' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': new Date(Date.now() - 5000).toUTCString() }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '86400' }, 1500],
    [{}, null],
  ])('%j is told with the error, and not waited for', async (headers, retryAfterMs) => {
    upstream.next.push(slow(headers));
    const result = await ask();
    expect(result).toMatchObject({ name: 'UpstreamError', status: 429, retryAfterMs });
    expect(upstream.received).toHaveLength(1);
  });

  test('a row that is told to wait for longer than a few seconds ends at once', async () => {
    upstream.next.push(slow({ 'retry-after': '6' }));
    expect(await ask({}, { maxRetries: 2 })).toMatchObject({ status: 429, retryAfterMs: 6000 });
    expect(upstream.received).toHaveLength(1);
  });

  test('x-should-retry: false is kept', async () => {
    upstream.next.push(fail(504, { message: 'too late' }, { 'x-should-retry': 'false' }));
    expect(await ask({}, { maxRetries: 2 })).toMatchObject({ status: 504 });
    expect(upstream.received).toHaveLength(1);
  });

  test.each<[what: string, behaviour: Behaviour]>([
    ['silence before the answer', () => undefined],
    ['silence within the answer', stream([delta('a')], () => undefined)],
    ['a pause before it is sent again', slow({ 'retry-after': '5' })],
    ['a stream without end', endless(': wait\n\n')],
  ])('dispose ends what is open: %s', async (_, behaviour) => {
    const engine = await open({ maxRetries: 2 });
    const prepared = await engine.prepare(CHAT);
    let asked: () => void = () => {};
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    upstream.next.push((response, request) => {
      asked();
      return behaviour(response, request);
    });
    const run = engine.generate([prepared]).catch((error: unknown) => error);
    await arrived;
    await delay(20);
    await engine.dispose();
    expect(await run).toMatchObject({ message: 'the engine has been disposed of' });
  });
});

describe('an upstream that cannot be reached', () => {
  const lose: Behaviour = (response) => void response.destroy();

  test('for all rows fails the batch as a whole; no row is told', async () => {
    upstream.next.push(lose, lose, lose);
    const engine = await open();
    const prepared = await engine.prepare(CHAT);
    const told: unknown[] = [];
    const run = engine.generate([prepared, prepared, prepared], { answer: (...args) => told.push(args) });
    await expect(run).rejects.toBeInstanceOf(EngineDownError);
    expect(told).toEqual([]);
  });

  test('for one row fails that row alone', async () => {
    upstream.next.push(lose);
    const engine = await open();
    const prepared = await engine.prepare({ prompt: 'Hi', maxTokens: 2 });
    const told: number[] = [];
    const results = await engine.generate([prepared, prepared, prepared], {
      answer: (row) => told.push(row),
    });
    expect(results.filter((result) => result instanceof UpstreamError)).toHaveLength(1);
    expect(told.sort()).toEqual([0, 1, 2]);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i is not followed: the other server gets neither prompt nor key',
    async (status) => {
      const other = await Upstream.start();
      upstream.next.push((response) => {
        response.writeHead(status, { location: `${other.baseURL}/completions` });
        response.end();
      });
      expect(await ask({}, { apiKey: 'secret', maxRetries: 2 })).toEqual(
        new UpstreamError(
          `the upstream answered ${status}, a redirect, which is not followed; expected the address where the API itself is`,
          status,
        ),
      );
      expect(other.received).toEqual([]);
      await other.stop();
    },
  );
});

describe('what an upstream says of a request', () => {
  const refused = async (error: object) => {
    upstream.next.push(fail(400, error));
    return (await ask({}, { apiKey: 'my-own-key' })) as RequestError;
  };

  test.each<[said: string, told: string]>([
    ['max_tokens is too large: 9000', 'max_tokens is too large: 9000'],
    ['see http://10.0.0.7:8000/admin?key=1 now', 'see [URL] now'],
    ['no route to 10.0.0.7:8000 or [fe80::1]:80', 'no route to [address] or [address]'],
    ['vllm-7.prod.svc.cluster.local:8000 says no', '[address] says no'],
    ['wrong key sk-abc123, api_key=hunter2', 'wrong key [key], [key]'],
    ['Bearer my-own-key and my-own-key', 'Bearer [key] and [key]'],
    ['in /usr/lib/python3/site-packages/vllm/engine.py, line 7', 'in [path], line 7'],
    ['\u001b[2J\u0007one\r\ntwo\u202e', '[2J one two'],
    ['x '.repeat(10_000), `${'x '.repeat(150).trim()}…`],
    ['token 4a7f0c2e9b1d8f6a3c5e7d9b0f2a4c6e', 'token [key]'],
  ])('%j', async (said, told) => {
    const { message, parameter } = await refused({ message: said });
    expect(message).toBe(`the upstream refuses the request: 400 ${told}`);
    expect(parameter).toBe('prompt');
  });

  test.each([7, {}, [], '__proto__'.repeat(20), 'a b', '\u001b[2J', ''])(
    'a parameter that is no name: %j',
    async (param) => {
      expect(await refused({ message: 'no', param })).toMatchObject({ parameter: 'prompt' });
    },
  );

  test.each<[body: string, told: string]>([
    ['', ''],
    ['null', ''],
    ['7', ' 7'],
    ['<html>no</html>', ' <html>no</html>'],
    ['{"detail":"no such field"}', ' no such field'],
    ['{"object":"error","message":"too long"}', ' too long'],
    ['{"error":{"message":{"why":"no"}}}', ' {"why":"no"}'],
  ])('a body that is not of OpenAI’s shape: %s', async (body, told) => {
    upstream.next.push((response) => void response.writeHead(400).end(body));
    expect(((await ask()) as Error).message).toBe(`the upstream refuses the request: 400${told}`);
  });
});
