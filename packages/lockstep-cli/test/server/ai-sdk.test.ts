import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, streamText } from 'ai';
import { oldest } from 'lockstep/core';
import { expect, test } from 'vitest';
import { listen, listenByHand, type RunningServer, until } from './running-server.js';

function provider({ url }: RunningServer) {
  return createOpenAICompatible({ name: 'lockstep', baseURL: `${url}/v1`, includeUsage: true });
}

test('generateText: text, why it ended, usage', async (context) => {
  const sdk = provider(await listen(context));
  const { text, finishReason, usage } = await generateText({
    model: sdk.chatModel('study'),
    system: 'Be brief.',
    prompt: 'Who are you?',
    maxOutputTokens: 4,
    temperature: 0,
  });
  expect(text).toBe('Be brief.\nWho are you? generated_textgenerated_text');
  expect(finishReason).toBe('length');
  expect(usage).toMatchObject({ inputTokens: 5, outputTokens: 4, totalTokens: 9 });
});

test('streamText: the same, in parts', async (context) => {
  const sdk = provider(await listen(context));
  const result = streamText({ model: sdk.chatModel('study'), prompt: 'Hi', maxOutputTokens: 6, seed: 1 });
  const parts: string[] = [];
  for await (const part of result.textStream) parts.push(part);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.join('')).toBe(`Hi ${'generated_text'.repeat(3)}`);
  expect(await result.usage).toMatchObject({ inputTokens: 1, outputTokens: 6 });
});

test('the completion endpoint, by its own kind of model', async (context) => {
  const sdk = provider(await listen(context));
  const { text } = await generateText({
    model: sdk.completionModel('study'),
    prompt: 'Hi',
    maxOutputTokens: 2,
  });
  expect(text).toContain('generated_text');
});

test('errors: status, whether to try again, and the message', async (context) => {
  const sdk = provider(await listen(context));
  const error = await generateText({
    model: sdk.chatModel('study'),
    prompt: 'Hi',
    presencePenalty: 1,
    maxRetries: 0,
  }).catch((error) => error);
  expect(APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    statusCode: 400,
    isRetryable: false,
    message: 'presence_penalty: this server cannot do that; expected 0, got 1',
  });
});

test('a full queue is tried again, as the header says', async (context) => {
  const { engine, server } = await listenByHand(context, { maxBatchSize: 1, maxQueueSize: 1 });
  const sdk = provider(server);
  const ask = (prompt: string) => generateText({ model: sdk.chatModel('by-hand'), prompt, maxRetries: 2 });
  const first = ask('a');
  const batch = await engine.nextBatch();
  const second = ask('b');
  await until(server, ({ waiting }) => waiting === 1);
  const third = ask('c');
  await until(server, ({ rejected }) => rejected === 1);
  batch.echo();
  (await engine.nextBatch()).echo();
  (await engine.nextBatch()).echo();
  expect((await Promise.all([first, second, third])).map(({ text }) => text)).toEqual([
    'echo a',
    'echo b',
    'echo c',
  ]);
});

test('an abort leaves the queue', async (context) => {
  const { server } = await listenByHand(context, { wait: oldest(60_000) });
  const given = new AbortController();
  const asked = generateText({
    model: provider(server).chatModel('by-hand'),
    prompt: 'Hi',
    abortSignal: given.signal,
    maxRetries: 0,
  }).catch((error) => error);
  await until(server, ({ waiting }) => waiting === 1);
  given.abort();
  expect((await asked).name).toBe('AbortError');
  await until(server, ({ waiting, cancelled }) => waiting === 0 && cancelled === 1);
});
