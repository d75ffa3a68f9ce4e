import { describe, expect, test } from 'vitest';
import { createServer } from '../../src/server/index.js';
import { instantEngine } from './running-server.js';
import { HandDrivenEngine } from './hand-driven-engine.js';

const { app } = createServer({ engine: instantEngine(), maxQueueSize: 10 });

async function ask(path: string, payload: unknown) {
  const response = await app.inject({ method: 'POST', url: path, payload: payload as object });
  return { status: response.statusCode, body: response.json() as Record<string, unknown> };
}

const complete = (parameters: object) =>
  ask('/v1/completions', { prompt: 'Hi', max_tokens: 2, ...parameters });
const chat = (parameters: object) =>
  ask('/v1/chat/completions', { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 2, ...parameters });

describe('an invalid value is refused by the name of its parameter', () => {
  test.for<[object, string, string]>([
    [{ prompt: undefined }, 'prompt', 'prompt: expected a string or a list of strings, got nothing'],
    [{ prompt: null }, 'prompt', 'prompt: expected a string or a list of strings, got nothing'],
    [{ prompt: [] }, 'prompt', 'prompt: expected a string or a list of strings, got []'],
    [{ prompt: ['a', 1] }, 'prompt', 'prompt: expected a string or a list of strings, got ["a",1]'],
    [{ prompt: [1, 2] }, 'prompt', 'prompt: this server takes text, not tokens'],
    [{ prompt: [[1, 2]] }, 'prompt', 'prompt: this server takes text, not tokens'],
    [{ model: 7 }, 'model', 'model: expected a string, got 7'],
    [{ max_tokens: 0 }, 'max_tokens', 'max_tokens: expected a whole number ≥ 1, got 0'],
    [{ max_tokens: '8' }, 'max_tokens', 'max_tokens: expected a whole number ≥ 1, got "8"'],
    [{ temperature: 2.5 }, 'temperature', 'temperature: expected a number from 0 to 2, got 2.5'],
    [{ top_p: 0 }, 'top_p', 'top_p: expected a number above 0 and up to 1, got 0'],
    [{ seed: 1.5 }, 'seed', 'seed: expected a whole number within ±(2^53 − 1), got 1.5'],
    [{ n: 129 }, 'n', 'n: expected a whole number from 1 to 128, got 129'],
    [{ stop: '' }, 'stop', 'stop: expected a string or a list of strings, none of them empty, got ""'],
    [
      { stop: ['a', 1] },
      'stop',
      'stop: expected a string or a list of strings, none of them empty, got ["a",1]',
    ],
    [{ stop: Array(17).fill('a') }, 'stop', 'stop: expected at most 16 strings, got 17'],
    [{ stream: 'yes' }, 'stream', 'stream: expected true or false, got "yes"'],
    [{ ignore_eos: 1 }, 'ignore_eos', 'ignore_eos: expected true or false, got 1'],
    [
      { stream_options: { include_usage: true } },
      'stream_options',
      'stream_options: expected none without stream: true, got {"include_usage":true}',
    ],
    [
      { stream: true, stream_options: { usage: true } },
      'stream_options',
      'stream_options: expected include_usage alone, got {"usage":true}',
    ],
    [
      { stream: true, stream_options: { include_usage: 1 } },
      'stream_options.include_usage',
      'stream_options.include_usage: expected true or false, got 1',
    ],
    [
      { seed: 2 ** 53 - 1, n: 2 },
      'seed',
      'seed: expected an integer from −(2^53 − 1) to 2^53 − 1, got 9007199254740992',
    ],
  ])('%j', async ([parameters, param, message]) => {
    const { status, body } = await complete(parameters);
    expect(body.error).toMatchObject({ param, message, type: 'invalid_request_error' });
    expect(status).toBe(400);
  });

  test.for<[object, string, string]>([
    [{ messages: undefined }, 'messages', 'messages: expected a list of at least one message, got nothing'],
    [{ messages: [] }, 'messages', 'messages: expected a list of at least one message, got []'],
    [{ messages: ['Hi'] }, 'messages[0]', 'messages[0]: expected an object with role and content, got "Hi"'],
    [
      { messages: [{ role: 'tool', content: 'x' }] },
      'messages[0].role',
      'messages[0].role: expected system, developer, user, assistant, got "tool"',
    ],
    [
      { messages: [{ role: 'user', content: null }] },
      'messages[0].content',
      'messages[0].content: expected a string or a list of text parts, got null',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      'messages[0].content[0]',
      'messages[0].content[0]: this server takes text alone, got image_url',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      'messages[0].content[0]',
      'messages[0].content[0]: expected a part such as {"type":"text","text":"…"}, got {"type":"text"}',
    ],
    [
      { messages: [{ role: 'user', content: 'x', name: 'Ann' }] },
      'messages[0].name',
      'messages[0].name: this server knows only role and content of a message',
    ],
    [
      { max_tokens: 2, max_completion_tokens: 3 },
      'max_completion_tokens',
      'max_completion_tokens: expected the same as max_tokens, which is 2, got 3',
    ],
  ])('in a chat: %j', async ([parameters, param, message]) => {
    const { status, body } = await chat(parameters);
    expect(body.error).toMatchObject({ param, message });
    expect(status).toBe(400);
  });

  test('a body that is no object', async () => {
    expect((await ask('/v1/completions', [])).body.error).toMatchObject({
      message: 'body: expected a JSON object, got []',
    });
  });

  test('a long value is shown by its beginning', async () => {
    const { body } = await complete({ stop: 'x'.repeat(10), n: 'y'.repeat(1000) });
    expect((body.error as Error).message).toHaveLength(
      'n: expected a whole number from 1 to 128, got '.length + 81,
    );
  });

  test.for<[string, string, string]>([
    ...['prompt', 'stop', 'seed', 'tools', 'nobody'].map((name): [string, string, string] => [
      '/v1/completions',
      `{"prompt":"Hi","${name}":DEEP}`,
      name,
    ]),
    ['/v1/completions', 'DEEP', 'null'],
    ['/v1/chat/completions', '{"messages":[{"role":"user","content":"Hi","name":DEEP}]}', 'messages[0].name'],
  ])('what nests too deeply to be written is the request’s fault: %s %s', async ([url, body, param]) => {
    const response = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      payload: body.replace('DEEP', '['.repeat(19_000) + ']'.repeat(19_000)),
    });
    expect(response.statusCode).toBe(400);
    expect(String((response.json() as { error: { param: unknown } }).error.param)).toBe(param);
  });
});

describe('what no engine can do is refused by name, never ignored', () => {
  test.for<[object, string, string]>([
    [{ frequency_penalty: 0.5 }, 'frequency_penalty', 'expected 0, got 0.5'],
    [{ logprobs: 3 }, 'logprobs', 'expected false, got 3'],
    [{ echo: true }, 'echo', 'expected false, got true'],
    [{ best_of: 2 }, 'best_of', 'expected the same as n, got 2'],
    [{ best_of: 1, n: 2 }, 'best_of', 'expected the same as n, got 1'],
    [{ suffix: 'end' }, 'suffix', 'expected "", got "end"'],
    [{ logit_bias: { 50256: -100 } }, 'logit_bias', 'expected {} or biases of 0, got {"50256":-100}'],
    [{ tools: [{}] }, 'tools', 'expected [], got [{}]'],
    [{ tool_choice: 'required' }, 'tool_choice', 'expected "none" or "auto", got "required"'],
    [
      { response_format: { type: 'json_object' } },
      'response_format',
      'expected {"type":"text"}, got {"type":"json_object"}',
    ],
    [{ top_k: 40 }, 'top_k', 'expected -1 or 0, got 40'],
    [{ min_tokens: 3 }, 'min_tokens', 'expected 0, got 3'],
    [{ verbosity: 'high' }, 'verbosity', 'expected "medium", got "high"'],
    [{ skip_special_tokens: false }, 'skip_special_tokens', 'expected true, got false'],
    [{ stop_token_ids: [2] }, 'stop_token_ids', 'expected [], got [2]'],
    [{ priority: -1 }, 'priority', 'expected 0, got -1'],
    [{ frequency_penalty: '0' }, 'frequency_penalty', 'expected 0, got "0"'],
    [{ add_special_tokens: false }, 'add_special_tokens', 'expected true, got false'],
    [
      { response_format: { type: 'text', schema: {} } },
      'response_format',
      'expected {"type":"text"}, got {"type":"text","schema":{}}',
    ],
  ])('%j', async ([parameters, param, end]) => {
    const { status, body } = await complete(parameters);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      param,
      code: 'unsupported_parameter',
      message: `${param}: this server cannot do that; ${end}`,
    });
  });

  test.for<object>([{ temprature: 1 }, { max_new_tokens: 3 }, { constructor: 1 }, { messages: [] }])(
    'unknown: %j',
    async (parameters) => {
      const [param] = Object.keys(parameters);
      const { status, body } = await complete(parameters);
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ param, message: `${param}: this server knows no such parameter` });
    },
  );

  test('what this engine cannot do, by its name in the API', async () => {
    const engine = new HandDrivenEngine();
    Object.assign(engine.can, { chat: false, sampling: false, ignoreEos: false });
    const server = createServer({ engine });
    const asked = async (url: string, payload: object) =>
      (await server.app.inject({ method: 'POST', url, payload })).json().error;
    expect(await asked('/v1/completions', { prompt: 'Hi', top_p: 0.5 })).toMatchObject({
      param: 'top_p',
      code: 'unsupported_parameter',
      message: 'top_p: this engine cannot sample; expected 1, got 0.5',
    });
    expect(await asked('/v1/completions', { prompt: 'Hi', ignore_eos: true })).toMatchObject({
      param: 'ignore_eos',
    });
    expect(
      await asked('/v1/chat/completions', { messages: [{ role: 'user', content: 'Hi' }] }),
    ).toMatchObject({
      param: 'messages',
      message: 'messages: this engine takes no messages; expected text, got a list of 1',
    });
  });
});

describe('neutral values, which clients send anyway, are accepted', () => {
  test('all of them together, by both endpoints', async () => {
    const neutral = {
      best_of: 1,
      echo: false,
      frequency_penalty: 0,
      function_call: 'none',
      functions: [],
      logit_bias: {},
      logprobs: false,
      metadata: { a: 'b' },
      modalities: ['text'],
      n: 1,
      parallel_tool_calls: true,
      presence_penalty: 0.0,
      response_format: { type: 'text' },
      service_tier: 'auto',
      stop: [],
      store: false,
      stream: false,
      suffix: '',
      tool_choice: 'auto',
      tools: [],
      top_logprobs: 0,
      user: 'u-1',
      // What servers for models of one's own know besides, with their own defaults.
      add_generation_prompt: true,
      bad_words: [],
      cache_salt: 'a',
      chat_template_kwargs: {},
      continue_final_message: false,
      include_stop_str_in_output: false,
      length_penalty: 1,
      min_p: 0,
      min_tokens: 0,
      priority: 0,
      prompt_cache_retention: '24h',
      repetition_penalty: 1,
      return_token_ids: false,
      skip_special_tokens: true,
      spaces_between_special_tokens: false,
      stop_token_ids: [],
      stream_options: { include_usage: false, include_obfuscation: false },
      top_k: -1,
      use_beam_search: false,
      verbosity: 'medium',
    };
    expect(await complete(neutral)).toMatchObject({ status: 200 });
    expect(await chat(neutral)).toMatchObject({ status: 200 });
  });

  test('where the endpoints differ, each its own', async () => {
    expect(await complete({ add_special_tokens: true })).toMatchObject({ status: 200 });
    expect(await chat({ add_special_tokens: false })).toMatchObject({ status: 200 });
    expect(await chat({ add_special_tokens: true })).toMatchObject({ status: 400 });
  });

  test('as many candidates as answers, biases of 0, members in any order', async () => {
    expect(await complete({ n: 2, best_of: 2 })).toMatchObject({ status: 200 });
    expect(await complete({ logit_bias: { 50256: 0, 7: 0 } })).toMatchObject({ status: 200 });
  });

  test('what a stream may leave out, by name; what it would add is refused by name', async () => {
    const stream = (stream_options: object) => complete({ stream: true, stream_options });
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/v1/completions',
      payload: { prompt: 'Hi', stream: true, stream_options: { include_obfuscation: false } },
    });
    expect(statusCode).toBe(200);
    for (const name of ['include_obfuscation', 'continuous_usage_stats']) {
      const { status, body } = await stream({ [name]: true });
      expect(status).toBe(400);
      expect(body.error).toMatchObject({
        param: `stream_options.${name}`,
        message: `stream_options.${name}: this server cannot do that; expected false, got true`,
      });
    }
  });

  test('null, for every parameter and for unknown ones', async () => {
    const names = [
      'model',
      'temperature',
      'top_p',
      'n',
      'stop',
      'seed',
      'stream',
      'stream_options',
      'tools',
      'logprobs',
      'x',
    ];
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    expect(await complete(nulls)).toMatchObject({ status: 200 });
    expect(await chat({ ...nulls, max_tokens: null, max_completion_tokens: 4 })).toMatchObject({
      status: 200,
    });
  });

  test('an answer of ours, sent back in a chat', async () => {
    const { body } = await chat({});
    const { message } = (body.choices as { message: object }[])[0]!;
    const messages = [{ role: 'user', content: 'Hi' }, message, { role: 'user', content: 'More' }];
    expect(await chat({ messages })).toMatchObject({ status: 200 });
  });
});

describe('numbers that no JavaScript number can hold', () => {
  const raw = async (payload: string) =>
    (
      await app.inject({
        method: 'POST',
        url: '/v1/completions',
        headers: { 'content-type': 'application/json' },
        payload,
      })
    ).json().error;

  test.for<[string, string]>([
    ['{"prompt":"Hi","temperature":1e400}', 'temperature: expected a number from 0 to 2'],
    ['{"prompt":"Hi","max_tokens":1e400}', 'max_tokens: expected a whole number ≥ 1'],
    ['{"prompt":"Hi","n":-1e999}', 'n: expected a whole number from 1 to 128'],
    ['{"prompt":"Hi","top_k":1e400}', 'top_k: this server cannot do that; expected -1 or 0'],
    ['{"prompt":1e400}', 'prompt: expected a string or a list of strings'],
    ['1e400', 'body: expected a JSON object'],
  ])('%s', async ([payload, expected]) => {
    expect((await raw(payload)).message).toBe(`${expected}, got a number that is too large`);
  });

  test('within a message they are no null', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      payload: '{"messages":[{"role":"user","content":"Hi","name":1e400}]}',
    });
    expect(response.json().error.param).toBe('messages[0].name');
  });
});

test('a member named constructor or __proto__ is a member like any other', async () => {
  const send = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/completions',
      headers: { 'content-type': 'application/json' },
      payload,
    });
  const harmless = '{"prompt":"Hi","metadata":{"constructor":{"prototype":1},"__proto__":{"a":1}}}';
  expect((await send(harmless)).statusCode).toBe(200);
  const unknown = await send('{"prompt":"Hi","__proto__":{"n":3}}');
  expect(unknown.json().error).toMatchObject({ param: '__proto__', code: 'unsupported_parameter' });
  expect(({} as { n?: number }).n).toBeUndefined();
});

test('more prompts than the queue could ever hold are the request’s fault', async () => {
  const { status, body } = await complete({ prompt: Array(12).fill('Hi') });
  expect(status).toBe(400);
  expect((body.error as Error).message).toBe(
    'prompt: expected at most 10 prompts, each counted n times, got 12: the queue would never hold them',
  );
  expect(body.error).toMatchObject({ param: 'prompt' });
  expect((await chat({ n: 11 })).body.error).toMatchObject({ param: 'n' });
  expect(await complete({ prompt: Array(5).fill('Hi'), n: 2 })).toMatchObject({ status: 200 });
});

test('without a limit of the queue, one call still has one', async () => {
  const open = createServer({ engine: instantEngine(), maxQueueSize: Infinity });
  const response = await open.app.inject({
    method: 'POST',
    url: '/v1/completions',
    payload: { prompt: Array(15_000).fill('Hi'), n: 128 },
  });
  expect(response.statusCode).toBe(400);
  expect(response.json().error.message).toBe(
    'prompt: expected at most 2048 prompts, each counted n times, got 1920000: one call may bring no more',
  );
});
