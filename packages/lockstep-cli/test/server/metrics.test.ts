import { oldest } from 'lockstep/core';
import { expect, test } from 'vitest';
import { echoOf } from './hand-driven-engine.js';
import { listen, listenByHand, metric, until } from './running-server.js';

test('a batch of two: tokens, waste, occupancy, why it closed', async (context) => {
  const { engine, server } = await listenByHand(context, {
    wait: oldest(60_000),
    maxBatchSize: 2,
    modelName: 'm',
  });
  const { client } = server;
  const asked = [
    client.completions.create({ model: 'm', prompt: 'one' }),
    client.completions.create({ model: 'm', prompt: 'one two three', max_tokens: 9 }),
  ];
  const batch = await engine.nextBatch();
  expect(await metric(server, 'num_requests_running')).toBe(2);
  batch.end(
    batch.requests.map(({ promptTokens }) => ({
      text: 'x',
      finishReason: promptTokens === 1 ? 'stop' : 'length',
      promptTokens,
      outputTokens: promptTokens === 1 ? 3 : 9,
    })),
  );
  await Promise.all(asked);
  await until(server, ({ batches }) => batches === 1);

  expect(await metric(server, 'num_requests_running')).toBe(0);
  expect(await metric(server, 'batches_total', { closed_by: 'full', model_name: 'm' })).toBe(1);
  expect(await metric(server, 'batch_size_sum')).toBe(2);
  expect(await metric(server, 'batch_occupancy_ratio_sum')).toBe(1);
  expect(await metric(server, 'prompt_tokens_total')).toBe(4);
  expect(await metric(server, 'generation_tokens_total')).toBe(12);
  expect(await metric(server, 'batch_padding_waste_ratio_sum')).toBeCloseTo(1 - 4 / 6, 12);
  expect(await metric(server, 'batch_decode_waste_ratio_sum')).toBeCloseTo(1 - 12 / 18, 12);
  expect(await metric(server, 'request_success_total', { finished_reason: 'stop' })).toBe(1);
  expect(await metric(server, 'request_success_total', { finished_reason: 'length' })).toBe(1);
  for (const each of [
    'e2e_request_latency',
    'time_to_first_token',
    'request_queue_time',
    'request_blocked',
    'request_forming',
  ]) {
    expect(await metric(server, `${each}_seconds_count`)).toBe(2);
  }
  const seconds = (name: string) => metric(server, `${name}_seconds_sum`);
  expect((await seconds('request_blocked')) + (await seconds('request_forming'))).toBeCloseTo(
    await seconds('request_queue_time'),
    9,
  );
});

test('re-runs and failures by reason', async (context) => {
  const { engine, server } = await listenByHand(context);
  const asked = server.client.completions.create({ model: 'by-hand', prompt: ['a', 'b'] });
  (await engine.nextBatch()).fail(new Error('once'));
  (await engine.nextBatch()).echo();
  (await engine.nextBatch()).echo();
  await asked;
  await server.client.completions
    .create({ model: 'by-hand', prompt: 'x', top_logprobs: 5 } as never)
    .catch(() => {});
  await server.client.completions.create({ model: 'other', prompt: 'x' }).catch(() => {});
  await until(server, ({ batches }) => batches === 1);
  expect(await metric(server, 'batch_reruns_total')).toBe(2);
  expect(await metric(server, 'request_failures_total', { reason: 'unsupported' })).toBe(1);
  expect(await metric(server, 'request_failures_total', { reason: 'unknown_model' })).toBe(1);
  expect(await metric(server, 'request_failures_total')).toBe(2);
});

test('a row that was cancelled has no latency, a single token no time between two', async (context) => {
  const { engine, server } = await listenByHand(context, { wait: oldest(60_000), maxBatchSize: 2 });
  const stop = new AbortController();
  const create = (prompt: string, options = {}) =>
    server.client.completions.create({ model: 'by-hand', prompt }, options).catch(() => {});
  const asked = [create('goes', { signal: stop.signal }), create('stays')];
  const batch = await engine.nextBatch();
  const gone = batch.requests.findIndex(({ request }) => request.prompt === 'goes');
  batch.emit(0, 'a');
  batch.emit(1, 'a');
  stop.abort();
  await batch.cancelled(gone);
  batch.end(batch.requests.map((request) => ({ ...echoOf(request), outputTokens: 1 })));
  await Promise.all(asked);
  await until(server, ({ batches }) => batches === 1);
  expect(await metric(server, 'batch_size_sum')).toBe(2);
  expect(await metric(server, 'e2e_request_latency_seconds_count')).toBe(1);
  expect(await metric(server, 'time_to_first_token_seconds_count')).toBe(1);
  expect(await metric(server, 'time_per_output_token_seconds_count')).toBe(0);
});

test('under release batch every latency lasts until the batch ends', async (context) => {
  const { engine, server } = await listenByHand(context, {
    wait: oldest(60_000),
    maxBatchSize: 2,
    release: 'batch',
  });
  const asked = server.client.completions.create({ model: 'by-hand', prompt: ['early', 'late'] });
  const batch = await engine.nextBatch();
  batch.context.answer!(0, echoOf(batch.requests[0]!));
  await new Promise((resolve) => setTimeout(resolve, 100));
  batch.echo();
  await asked;
  await until(server, ({ batches }) => batches === 1);
  // Timers may come a millisecond early.
  expect(await metric(server, 'e2e_request_latency_seconds_sum')).toBeGreaterThan(0.19);
});

test('buckets are those of vLLM, names are legal, and two servers do not share them', async (context) => {
  const server = await listen(context);
  const other = await listen(context);
  await server.client.completions.create({ model: 'study', prompt: 'x' });
  await until(server, ({ batches }) => batches === 1);
  expect(await metric(other, 'batches_total')).toBe(0);
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const bucketsOf = (name: string) =>
    [...text.matchAll(new RegExp(`^lockstep:${name}_bucket\\{.*?le="([^"]+)"`, 'gm'))].map(([, le]) =>
      Number(le),
    );
  expect(bucketsOf('e2e_request_latency_seconds').slice(0, -1)).toEqual([
    0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
  ]);
  expect(bucketsOf('batch_size').slice(0, -1)).toEqual([1, 2, 4, 8]);
  for (const line of text.split('\n')) expect(line).toMatch(/^(#.*|[a-z0-9_:]+\{.*\} [-+\d.e]+|)$/);
});
