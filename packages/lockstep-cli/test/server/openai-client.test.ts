import OpenAI from 'openai';
import { oldest } from 'lockstep/core';
import { describe, expect, test, vi } from 'vitest';
import { listen, listenByHand, until } from './running-server.js';

const model = 'study';

describe('completions', () => {
  test('a prompt: the text, why it ended, the token counts', async (context) => {
    const { client } = await listen(context);
    const answer = await client.completions.create({ model, prompt: 'Call me Ishmael.', max_tokens: 4 });
    expect(answer).toMatchObject({
      object: 'text_completion',
      model,
      choices: [
        {
          index: 0,
          text: 'Call me Ishmael. generated_textgenerated_text',
          finish_reason: 'length',
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
    expect(answer.id).toMatch(/^cmpl-/);
    expect(Math.abs(answer.created - Date.now() / 1000)).toBeLessThan(60);
  });

  test('a list of prompts, each n times: answers in order, each prompt counted once', async (context) => {
    const { client, batcher } = await listen(context);
    const { choices, usage } = await client.completions.create({
      model,
      prompt: ['one', 'two words'],
      max_tokens: 2,
      n: 2,
    });
    expect(choices.map(({ index, text }) => [index, text])).toEqual([
      [0, 'one generated_text'],
      [1, 'one generated_text'],
      [2, 'two words generated_text'],
      [3, 'two words generated_text'],
    ]);
    expect(usage).toEqual({ prompt_tokens: 3, completion_tokens: 8, total_tokens: 11 });
    expect(batcher.stats().batches).toBe(1);
  });

  test('each of n answers has a seed of its own, counted up from that of the request', async (context) => {
    const { engine, server } = await listenByHand(context);
    const answer = server.client.completions.create({ model: 'by-hand', prompt: ['a', 'b'], n: 2, seed: 7 });
    const batch = await engine.nextBatch();
    expect(batch.requests.map(({ request }) => request.seed)).toEqual([7, 8, 7, 8]);
    batch.echo();
    await answer;
  });

  test('a stop string ends the text before it', async (context) => {
    const { client } = await listen(context);
    const { choices } = await client.completions.create({
      model,
      prompt: 'x',
      max_tokens: 8,
      stop: '_textgen',
    });
    expect(choices[0]).toMatchObject({ text: 'x generated', finish_reason: 'stop' });
  });

  test('a stream: pieces that join to the whole text, an end each, and usage where it was asked for', async (context) => {
    const { client } = await listen(context);
    const stream = await client.completions.create({
      model,
      prompt: ['one', 'two'],
      max_tokens: 6,
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts = ['', ''];
    const ends: (string | null)[] = [];
    let usage;
    for await (const chunk of stream) {
      for (const { index, text, finish_reason } of chunk.choices) {
        texts[index] += text;
        if (finish_reason) ends[index] = finish_reason;
      }
      if (chunk.choices.length === 0) ({ usage } = chunk);
    }
    expect(texts).toEqual(['one', 'two'].map((prompt) => `${prompt} ${'generated_text'.repeat(3)}`));
    expect(ends).toEqual(['length', 'length']);
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 12, total_tokens: 14 });
  });
});

describe('chat', () => {
  test('messages in parts and by every role that is text', async (context) => {
    const { engine, server } = await listenByHand(context);
    const answer = server.client.chat.completions.create({
      model: 'by-hand',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Who' },
            { type: 'text', text: 'are you?' },
          ],
        },
        { role: 'assistant', content: 'Nobody.', refusal: null },
        { role: 'user', content: 'Really?' },
      ],
      max_completion_tokens: 9,
    });
    const batch = await engine.nextBatch();
    expect(batch.requests[0]!.request).toEqual({
      maxTokens: 9,
      prompt: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Who\nare you?' },
        { role: 'assistant', content: 'Nobody.' },
        { role: 'user', content: 'Really?' },
      ],
    });
    batch.echo();
    expect(await answer).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', refusal: null }, finish_reason: 'stop' }],
      usage: { completion_tokens: 2 },
    });
  });

  test('a stream: the role first, then the text as the batch brings it, token by token', async (context) => {
    const { engine, server } = await listenByHand(context);
    const asked = server.client.chat.completions.create({
      model: 'by-hand',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
    const batch = await engine.nextBatch();
    batch.emit(0, 'echo');
    const chunks = (await asked)[Symbol.asyncIterator]();
    const next = async () => (await chunks.next()).value?.choices[0];
    expect((await next())?.delta).toEqual({ role: 'assistant', content: '' });
    expect((await next())?.delta).toEqual({ content: 'echo' });
    // The batch goes on: what has come so far was there before anyone knew the rest.
    batch.emit(0, ' Hi');
    expect((await next())?.delta).toEqual({ content: ' Hi' });
    batch.echo();
    expect(await next()).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect((await chunks.next()).done).toBe(true);
  });

  test.for(['request', 'batch'] as const)(
    'release %s: a stream says nothing before its end',
    async (release, context) => {
      const { engine, server } = await listenByHand(context, { release });
      const asked = server.client.completions.create({ model: 'by-hand', prompt: 'Hi', stream: true });
      const batch = await engine.nextBatch();
      batch.emit(0, 'echo');
      batch.echo();
      const texts = [];
      for await (const { choices } of await asked) texts.push(choices[0]!.text);
      expect(texts).toEqual(['echo Hi', '']);
    },
  );

  test('release batch: an answer waits for the others of its batch', async (context) => {
    const { engine, server } = await listenByHand(context, {
      release: 'batch',
      wait: oldest(60_000),
      maxBatchSize: 2,
    });
    const { client } = server;
    const answers = ['a', 'b'].map((prompt) => client.completions.create({ model: 'by-hand', prompt }));
    const first = vi.fn();
    const watched = answers[0]!.then(first);
    const batch = await engine.nextBatch();
    batch.context.answer!(0, { text: 'A', finishReason: 'stop', promptTokens: 1, outputTokens: 1 });
    await client.models.list();
    expect(first).not.toHaveBeenCalled();
    batch.echo();
    await watched;
    expect((await Promise.all(answers)).map(({ choices }) => choices[0]!.text).sort()).toEqual([
      'A',
      expect.stringMatching(/^echo [ab]$/),
    ]);
  });
});

test('models: one, by its name', async (context) => {
  const { client } = await listen(context, { modelName: 'org/study' });
  expect((await client.models.list()).data).toMatchObject([{ id: 'org/study', object: 'model' }]);
  expect(await client.models.retrieve('org/study')).toMatchObject({ id: 'org/study', max_model_len: 4096 });
  await expect(client.models.retrieve('gpt-4')).rejects.toThrow(
    '404 model: expected "org/study", the one served here, got "gpt-4"',
  );
});

test('many at once share batches, and each gets its own answer', async (context) => {
  const { client, batcher } = await listen(context, { wait: oldest(50) });
  const prompts = Array.from({ length: 64 }, (_, i) => `prompt ${i}`);
  const answers = await Promise.all(
    prompts.map((prompt, i) => client.completions.create({ model, prompt, max_tokens: 2 * (1 + (i % 5)) })),
  );
  expect(answers.map(({ choices }) => choices[0]!.text)).toEqual(
    prompts.map((prompt, i) => `${prompt} ${'generated_text'.repeat(1 + (i % 5))}`),
  );
  expect(batcher.stats().batches).toBeLessThan(64);
});

describe('errors come as the classes of the client', () => {
  const prompt = 'Hi';

  test('400 BadRequestError, with the parameter and the code', async (context) => {
    const { client } = await listen(context);
    const error = await client.completions
      .create({ model, prompt, max_tokens: 5000 })
      .catch((error) => error);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({
      status: 400,
      param: 'max_tokens',
      code: 'context_length_exceeded',
      type: 'invalid_request_error',
      message: '400 1 prompt tokens and 5000 to generate do not fit into the context of 4096 tokens',
    });
    expect(error.requestID).toMatch(/^[\w-]{36}$/);
  });

  test('401 AuthenticationError', async (context) => {
    const { url } = await listen(context, { apiKey: 'secret' });
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'wrong', maxRetries: 0 });
    await expect(client.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });

  test('404 NotFoundError', async (context) => {
    const { client } = await listen(context);
    await expect(client.completions.create({ model: 'gpt-4', prompt })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
    await expect(client.embeddings.create({ model, input: prompt })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
  });

  test('429 RateLimitError, and when to come again', async (context) => {
    const { engine, server } = await listenByHand(context, { maxBatchSize: 1, maxQueueSize: 1 });
    const ask = () => server.client.completions.create({ model: 'by-hand', prompt });
    const first = ask();
    const batch = await engine.nextBatch();
    const second = ask();
    await until(server, ({ waiting }) => waiting === 1);
    const error = await ask().catch((error) => error);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ code: 'queue_full', message: '429 the queue is full: 1 items wait' });
    expect(error.headers.get('retry-after')).toMatch(/^[12]$/);
    expect(Number(error.headers.get('retry-after-ms'))).toBeGreaterThanOrEqual(1000);
    expect(error.headers.get('x-should-retry')).toBeNull();
    batch.echo();
    (await engine.nextBatch()).echo();
    await Promise.all([first, second]);
  });

  test('500, 503 and 504 InternalServerError', async (context) => {
    const { engine, server } = await listenByHand(context, { requestTimeoutMs: 60_000 });
    const { client } = server;
    const failing = client.completions.create({ model: 'by-hand', prompt }).catch((error) => error);
    (await engine.nextBatch()).end([new Error('weights at /secret/path are gone')]);
    expect(await failing).toBeInstanceOf(OpenAI.InternalServerError);
    expect(await failing).toMatchObject({
      status: 500,
      code: 'engine_failed',
      message: '500 the engine failed to answer this request',
    });

    const late = await client.completions
      .create({ model: 'by-hand', prompt }, { headers: { 'x-request-timeout': '0.05' } })
      .catch((error) => error);
    expect(late).toMatchObject({ status: 504, code: 'deadline_exceeded' });
    expect(late.headers.get('x-should-retry')).toBe('false');
    expect(late).toBeInstanceOf(OpenAI.InternalServerError);

    const drained = server.batcher.drain();
    const refused = await client.completions.create({ model: 'by-hand', prompt }).catch((error) => error);
    expect(refused).toMatchObject({ status: 503, code: 'draining' });
    expect(refused.headers.get('retry-after')).toMatch(/^[567]$/);
    await drained;
  });

  test('a failure amid a stream is an error of the stream', async (context) => {
    const { engine, server } = await listenByHand(context);
    const asked = server.client.completions.create({ model: 'by-hand', prompt, stream: true });
    const batch = await engine.nextBatch();
    batch.emit(0, 'echo');
    const stream = await asked;
    batch.end([new Error('out of memory')]);
    const texts: string[] = [];
    const reading = (async () => {
      for await (const { choices } of stream) texts.push(choices[0]!.text);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'engine_failed' });
    expect(texts).toEqual(['echo']);
  });

  test('a failure before the first token of a stream has its own status', async (context) => {
    const { engine, server } = await listenByHand(context);
    const asked = server.client.completions.create({ model: 'by-hand', prompt, stream: true });
    const expectation = expect(asked).rejects.toMatchObject({ status: 500, code: 'engine_failed' });
    (await engine.nextBatch()).end([new Error('out of memory')]);
    await expectation;
  });
});

describe('a client that gives up', () => {
  test.for([false, true])(
    'by its signal while its row runs (stream: %s): the row is cancelled',
    async (stream, context) => {
      const { engine, server } = await listenByHand(context, { wait: oldest(60_000), maxBatchSize: 2 });
      const { client } = server;
      const given = new AbortController();
      const body = { model: 'by-hand', stream } as const;
      const gone = client.completions
        .create({ ...body, prompt: 'gone' }, { signal: given.signal })
        .catch((error) => error);
      const stays = client.completions.create({ model: 'by-hand', prompt: 'stays' });
      const batch = await engine.nextBatch();
      const row = batch.requests.findIndex(({ request }) => request.prompt === 'gone');
      given.abort();
      await batch.cancelled(row);
      expect(await gone).toBeInstanceOf(OpenAI.APIUserAbortError);
      batch.echo();
      expect((await stays).choices[0]!.text).toBe('echo stays');
      expect(server.batcher.stats()).toMatchObject({ completed: 1, cancelled: 1 });
    },
  );

  test('by its own timeout while it waits: it leaves the queue', async (context) => {
    const { server } = await listenByHand(context, { wait: oldest(60_000) });
    const error = await server.client.completions
      .create({ model: 'by-hand', prompt: 'Hi' }, { timeout: 100 })
      .catch((error) => error);
    expect(error).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    await until(server, ({ waiting, cancelled }) => waiting === 0 && cancelled === 1);
  });

  test('amid its stream: the row is cancelled', async (context) => {
    const { engine, server } = await listenByHand(context);
    const asked = server.client.completions.create({ model: 'by-hand', prompt: 'Hi', stream: true });
    const batch = await engine.nextBatch();
    batch.emit(0, 'echo');
    for await (const chunk of await asked) {
      expect(chunk.choices[0]!.text).toBe('echo');
      break;
    }
    await batch.cancelled(0);
  });
});
