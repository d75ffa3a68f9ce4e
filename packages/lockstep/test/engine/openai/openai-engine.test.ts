import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineDownError } from 'lockstep/core';
import { EngineError, type GenerationRequest, type GenerationResult, RequestError } from 'lockstep/engine';
import { openaiEngine, type OpenAiEngineOptions, UpstreamError } from 'lockstep/engine/openai';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail, stream, token, Upstream } from './upstream.js';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await Upstream.start();
});
afterEach(() => upstream.stop());

const open = (options: Partial<OpenAiEngineOptions> = {}) =>
  openaiEngine({ baseURL: upstream.baseURL, model: 'toy', maxRetries: 0, ...options });

async function run(
  options: Partial<OpenAiEngineOptions>,
  ...requests: readonly GenerationRequest[]
): Promise<readonly (GenerationResult | Error)[]> {
  const engine = await open(options);
  return engine.generate(await Promise.all(requests.map((request) => engine.prepare(request))));
}

describe('what is sent', () => {
  test('text goes to /completions, with what was asked for and nothing else', async () => {
    const request = { prompt: 'Hi', maxTokens: 3, temperature: 0.5, topP: 0.9, seed: 7, stop: ['.'] };
    await run(
      { ignoreEos: true },
      { ...request, ignoreEos: true },
      { prompt: 'Bare', stop: [], ignoreEos: false },
    );
    const always = { model: 'toy', stream: true, stream_options: { include_usage: true } };
    expect(upstream.received.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/v1/completions',
        body: {
          ...always,
          prompt: 'Hi',
          max_tokens: 3,
          temperature: 0.5,
          top_p: 0.9,
          seed: 7,
          stop: ['.'],
          ignore_eos: true,
        },
      },
      { path: '/v1/completions', body: { ...always, prompt: 'Bare' } },
    ]);
  });

  test('messages go to /chat/completions; text too where the upstream knows only that', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ] as const;
    await run({}, { prompt: messages });
    await run({ chatOnly: true }, { prompt: 'Hi' });
    expect(upstream.received.map(({ path, body }) => [path, body.messages])).toEqual([
      ['/v1/chat/completions', messages],
      ['/v1/chat/completions', [{ role: 'user', content: 'Hi' }]],
    ]);
  });

  test('the key that was given, and never one of the environment', async () => {
    const before = { ...process.env };
    vi.stubEnv('OPENAI_API_KEY', 'secret');
    vi.stubEnv('OPENAI_ADMIN_KEY', 'secret');
    vi.stubEnv('OPENAI_ORG_ID', 'org');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-secret: secret\nauthorization: Bearer secret');
    const during = { ...process.env };
    await run({}, { prompt: 'Hi' });
    await run({ apiKey: 'mine' }, { prompt: 'Hi' });
    expect(process.env, 'the environment is left as it is').toEqual(during);
    vi.unstubAllEnvs();
    expect(process.env).toEqual(before);
    expect(upstream.received.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer mine']);
    for (const { headers } of upstream.received) {
      expect(JSON.stringify(headers)).not.toContain('secret');
      expect(Object.keys(headers).filter((name) => /^openai-|^x-secret/.test(name))).toEqual([]);
    }
  });

  test('connections are kept open from batch to batch', async () => {
    const engine = await open({ maxBatchSize: 4 });
    for (let batch = 0; batch < 50; batch++) {
      const prompts = ['a', 'b', 'c', 'd'].map((prompt) => engine.prepare({ prompt, maxTokens: 3 + batch }));
      const results = await engine.generate(await Promise.all(prompts));
      expect(results.filter((result) => result instanceof Error)).toEqual([]);
    }
    expect(upstream.received).toHaveLength(200);
    // Node's fetch opens some more while it still sees the last answers' connections as busy.
    expect(upstream.connections).toBeLessThanOrEqual(8);
  });

  test('a large batch is no leak of listeners', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const results = await run(
      { maxBatchSize: 40 },
      ...Array.from({ length: 40 }, (_, i) => ({ prompt: `${i}`, maxTokens: 2 })),
    );
    await delay(0);
    process.off('warning', listen);
    expect(results.filter((result) => result instanceof Error)).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('counts', () => {
  const end = token('', 'stop');

  test('are the upstream’s where it tells them: tokens without text of their own are told at the end', async () => {
    upstream.next.push(
      stream([
        token('a'),
        token('b'),
        end,
        { choices: [], usage: { prompt_tokens: 9, completion_tokens: 5 } },
      ]),
    );
    const engine = await open();
    const parts: unknown[] = [];
    const results = await engine.generate([await engine.prepare({ prompt: 'Hi' })], {
      emit: (_row, part) => parts.push(part),
    });
    expect(results).toEqual([{ text: 'ab', finishReason: 'stop', promptTokens: 9, outputTokens: 5 }]);
    expect(parts).toEqual([
      { text: 'a', tokens: 1 },
      { text: 'b', tokens: 1 },
      { text: '', tokens: 3 },
    ]);
  });

  test('are parts, and the estimate of the prompt, where it does not', async () => {
    upstream.next.push(stream([token('a'), token('b'), end]));
    expect(await run({}, { prompt: 'ten letters' })).toEqual([
      { text: 'ab', finishReason: 'stop', promptTokens: 3, outputTokens: 2 },
    ]);
  });

  test.each([
    [undefined, undefined, Infinity],
    [undefined, 1000, 1000],
    [7, 1000, 7],
  ])('most tokens asked for: %s, context: %s, so %d at most', async (maxTokens, contextTokens, most) => {
    const engine = await open({ ...(contextTokens && { contextTokens }) });
    const prepared = await engine.prepare({ prompt: 'Hi', ...(maxTokens && { maxTokens }) });
    expect(prepared).toMatchObject({ promptTokens: 1, maxTokens: most });
  });
});

describe('a row that fails upstream', () => {
  test('is an error in its place; the others get their answers', async () => {
    upstream.next.push(fail(500, { message: 'out of memory' }));
    const results = await run({}, { prompt: 'a', maxTokens: 2 }, { prompt: 'b', maxTokens: 2 });
    const failed = results.filter((result) => result instanceof Error);
    expect(failed).toEqual([new UpstreamError('the upstream answered 500 out of memory', 500)]);
    expect(results.find((result) => !(result instanceof Error))).toMatchObject({ outputTokens: 2 });
  });

  test.each<[status: number, error: object, expected: RequestError]>([
    [
      400,
      { message: 'too long', param: 'messages', code: 'context_length_exceeded' },
      new RequestError('prompt', 'the upstream refuses the request: 400 too long', 'context-length'),
    ],
    [
      400,
      { message: 'too many', param: 'max_tokens' },
      new RequestError('maxTokens', 'the upstream refuses the request: 400 too many'),
    ],
    [
      422,
      { message: 'no such thing', param: 'logit_bias' },
      new RequestError('logit_bias', 'the upstream refuses the request: 422 no such thing'),
    ],
    [
      413,
      { message: 'too large' },
      new RequestError('prompt', 'the upstream refuses the request: 413 too large'),
    ],
  ])('with status %i: the request is at fault', async (status, error, expected) => {
    upstream.next.push(fail(status, error));
    const [result] = await run({ maxRetries: 2 }, { prompt: 'a' });
    expect(result).toEqual(expected);
    expect(result).toMatchObject({ reason: expected.reason, parameter: expected.parameter });
    expect(upstream.received).toHaveLength(1);
  });

  test('because it cannot be reached fails the batch as a whole: the engine is down', async () => {
    const { baseURL } = upstream;
    await upstream.stop();
    upstream = await Upstream.start();
    const failed = await run({ baseURL }, { prompt: 'a' }, { prompt: 'b' }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(EngineDownError);
    expect((failed as Error).message).toBe(
      `the upstream failed: Connection error. (fetch failed (connect ECONNREFUSED ${new URL(baseURL).host}))`,
    );
  });

  test.each<[what: string, behaviour: Parameters<typeof stream>, message: string]>([
    [
      'the connection is lost',
      [[token('a')], (response) => setImmediate(() => response.destroy())],
      'the upstream failed: terminated (other side closed)',
    ],
    [
      'the stream ends too early',
      [[token('a')]],
      'the upstream broke off its answer: it gave no finish_reason',
    ],
    [
      'an error comes in the stream',
      [[token('a'), { error: { message: 'out of memory' } }]],
      'the upstream failed: out of memory',
    ],
    [
      'it ends for a reason that is no end',
      [[token('a'), token('', 'content_filter')]],
      "the upstream ended its answer with finish_reason 'content_filter'; expected stop or length",
    ],
    ['it falls silent', [[token('a')], () => undefined], 'the upstream said nothing for 100 ms'],
  ])('after its first token, because %s, is not asked again', async (_what, behaviour, message) => {
    upstream.next.push(stream(...behaviour));
    const [result] = await run({ maxRetries: 3, timeoutMs: 100 }, { prompt: 'a' });
    expect(result).toEqual(new UpstreamError(message, null));
    expect(upstream.received).toHaveLength(1);
  });
});

describe('a request that the upstream has not begun to answer', () => {
  test('is sent again after 429 and 5xx, when Retry-After says', async () => {
    upstream.next.push(fail(429, { message: 'slow down' }, { 'retry-after': '0' }));
    upstream.next.push(fail(503, { message: 'draining' }, { 'retry-after': '0' }));
    const [result] = await run({ maxRetries: 2 }, { prompt: 'a', maxTokens: 2 });
    expect(result).toMatchObject({ outputTokens: 2 });
    expect(upstream.received).toHaveLength(3);
  });

  test('is sent again when the connection is lost', async () => {
    upstream.next.push((response) => void response.destroy());
    const [result] = await run({ maxRetries: 1 }, { prompt: 'a', maxTokens: 2 });
    expect(result).toMatchObject({ outputTokens: 2 });
    expect(upstream.received).toHaveLength(2);
  });

  test('fails when it has been sent often enough', async () => {
    for (let i = 0; i < 3; i++) upstream.next.push(fail(503, { message: `no ${i}` }, { 'retry-after': '0' }));
    const [result] = await run({ maxRetries: 2 }, { prompt: 'a' });
    expect(result).toEqual(new UpstreamError('the upstream answered 503 no 2', 503, 0));
    expect(upstream.next).toEqual([]);
  });

  test('fails when the upstream is silent', async () => {
    upstream.next.push(() => undefined);
    const [result] = await run({ timeoutMs: 50 }, { prompt: 'a' });
    expect(result).toEqual(new UpstreamError('the upstream said nothing for 50 ms', null));
  });

  test('is given up at once when it is cancelled while it waits to be sent again', async () => {
    const row = new AbortController();
    upstream.next.push(async (response, request) => {
      await fail(429, { message: 'slow down' }, { 'retry-after': '2' })(response, request);
      setImmediate(() => row.abort());
    });
    const engine = await open({ maxRetries: 1 });
    const results = await engine.generate([await engine.prepare({ prompt: 'a' })], { signals: [row.signal] });
    expect(results).toMatchObject([{ finishReason: 'cancelled' }]);
    expect(upstream.received).toHaveLength(1);
  });
});

test('the upstream sees a cancelled row go', async () => {
  let gone: Promise<unknown> | undefined;
  upstream.next.push((response, request) => {
    gone = new Promise((resolve) => response.once('close', resolve));
    return stream([token('a')], () => undefined)(response, request);
  });
  const row = new AbortController();
  const engine = await open();
  const results = await engine.generate([await engine.prepare({ prompt: 'abcd' })], {
    signals: [row.signal],
    emit: () => row.abort(),
  });
  expect(results).toEqual([{ text: 'a', finishReason: 'cancelled', promptTokens: 1, outputTokens: 1 }]);
  await gone;
});

test.each<[Partial<OpenAiEngineOptions>, message: string]>([
  [
    { baseURL: 'localhost:8000' },
    'openaiEngine: expected baseURL to be an http or https URL, got localhost:8000',
  ],
  [{ baseURL: '/v1' }, 'openaiEngine: expected baseURL to be an http or https URL, got /v1'],
  [
    { baseURL: 'http://me:pass@127.0.0.1/v1' },
    'openaiEngine: expected baseURL to have no user and no password; a key is given as apiKey',
  ],
  [
    { baseURL: 'ftp://me:pass@127.0.0.1/v1' },
    'openaiEngine: expected baseURL to be an http or https URL, got ftp://…@127.0.0.1/v1',
  ],
  [
    { baseURL: 'http://127.0.0.1/v1?key=secret' },
    'openaiEngine: expected baseURL to have no query and no fragment',
  ],
  [
    { apiKey: 'secret\nx: y' },
    'openaiEngine: expected apiKey to be visible ASCII characters, got something else',
  ],
  [{ answerTimeoutMs: 0 }, 'openaiEngine: expected answerTimeoutMs to be above 0, up to 86400000, got 0'],
  [{ maxAnswerBytes: 0 }, 'openaiEngine: expected maxAnswerBytes to be an integer ≥ 1 or Infinity, got 0'],
  [{ model: '' }, "openaiEngine: expected model to be a text that is not empty, got ''"],
  [{ apiKey: '' }, "openaiEngine: expected apiKey to be visible ASCII characters, got ''"],
  [{ maxBatchSize: 0 }, 'openaiEngine: expected maxBatchSize to be an integer ≥ 1 or Infinity, got 0'],
  [{ contextTokens: 1 }, 'openaiEngine: expected contextTokens to be an integer ≥ 2 or Infinity, got 1'],
  [{ maxRetries: -1 }, 'openaiEngine: expected maxRetries to be an integer ≥ 0 or Infinity, got -1'],
  [{ timeoutMs: 0 }, 'openaiEngine: expected timeoutMs to be above 0, up to 300000, got 0'],
  [{ timeoutMs: Infinity }, 'openaiEngine: expected timeoutMs to be above 0, up to 300000, got Infinity'],
])('%j is refused', async (options, message) => {
  await expect(open(options)).rejects.toThrow(new EngineError(message));
});

test('a missing package is named, with the command that installs it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-'));
  try {
    // The built library where no package is installed beside it.
    await cp(fileURLToPath(new URL('../../../dist', import.meta.url)), folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const program = `
      import { openaiEngine } from './engine/openai/index.js';
      await openaiEngine({ baseURL: 'http://127.0.0.1/v1', model: 'toy' }).catch((error) => console.log(String(error)));`;
    await writeFile(join(folder, 'program.js'), program);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.js')]);
    expect(stdout).toBe('EngineError: openai is not installed; install it with: npm install openai@6.49.0\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});
