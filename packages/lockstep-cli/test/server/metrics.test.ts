import { spawnSync } from 'node:child_process';
import { CLOSE_REASONS, oldest } from 'lockstep/core';
import { expect, test } from 'vitest';
import { ERRORS } from '../../src/server/error-table.js';
import { promtool } from '../support/promtool.js';
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

test('buckets are finer than those of vLLM, names are legal, and two servers do not share them', async (context) => {
  const server = await listen(context);
  const other = await listen(context);
  await server.client.completions.create({ model: 'study', prompt: 'x' });
  await until(server, ({ batches }) => batches === 1);
  expect(await metric(other, 'batches_total')).toBe(0);
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const bucketsOf = (name: string) =>
    [...text.matchAll(new RegExp(`^lockstep_${name}_bucket\\{.*?le="([^"]+)"`, 'gm'))].map(([, le]) =>
      Number(le),
    );
  expect(bucketsOf('e2e_request_latency_seconds').slice(0, -1)).toEqual([
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50,
    60, 120, 240, 480, 960, 1920, 7680,
  ]);
  expect(bucketsOf('batch_size').slice(0, -1)).toEqual([1, 2, 4, 8]);
  for (const line of text.split('\n')) expect(line).toMatch(/^(#.*|[a-z0-9_]+(\{.*\})? ([-+\d.e]+|Nan)|)$/);
});

test('promtool finds nothing to say', async (context) => {
  const server = await listen(context);
  await server.client.completions.create({ model: 'study', prompt: 'x' });
  const { body } = await server.app.inject('/metrics');
  const { status, stdout, stderr } = spawnSync(promtool(), ['check', 'metrics'], {
    input: body,
    encoding: 'utf8',
  });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});

test('every counter is there before its first increase, with every value of its label', async (context) => {
  const server = await listen(context);
  const { body } = await server.app.inject('/metrics');
  const valuesOf = (series: string, label: string) =>
    [...body.matchAll(new RegExp(`^${series}\\{${label}="(\\w+)".*\\} 0$`, 'gm'))].map(([, value]) => value);
  expect(valuesOf('lockstep_request_failures_total', 'reason')).toEqual(Object.keys(ERRORS));
  expect(valuesOf('lockstep_batches_total', 'closed_by')).toEqual([...CLOSE_REASONS]);
  expect(valuesOf('lockstep_request_success_total', 'finished_reason')).toEqual(['stop', 'length']);
  for (const name of ['prompt_tokens_total', 'batch_reruns_total', 'e2e_request_latency_seconds_count']) {
    expect(body).toMatch(new RegExp(`^lockstep_${name}\\{model_name="study"\\} 0$`, 'm'));
  }
});

test('the process and the lag of its event loop are there once, however many servers it has', async (context) => {
  const [first, second] = [await listen(context), await listen(context)];
  for (const { app } of [first, second]) {
    const { body } = await app.inject('/metrics');
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(body.match(new RegExp(`^${name} \\d`, 'gm'))).toHaveLength(1);
    }
  }
});

test('as vllm: its present names and labels; what it has not keeps our names', async (context) => {
  const server = await listen(context, { metricNames: 'vllm' });
  await server.client.completions.create({ model: 'study', prompt: 'x', max_tokens: 3 });
  await until(server, ({ batches }) => batches === 1);
  const { body } = await server.app.inject('/metrics');
  const labels = '\\{model_name="study",engine="0"\\}';
  for (const [name, value] of [
    ['vllm:num_requests_running', 0],
    ['vllm:num_requests_waiting', 0],
    ['vllm:generation_tokens_total', 3],
    ['vllm:prompt_tokens_total', 1],
    ['vllm:e2e_request_latency_seconds_count', 1],
    ['vllm:time_to_first_token_seconds_count', 1],
    ['vllm:request_time_per_output_token_seconds_count', 1],
    ['vllm:request_queue_time_seconds_count', 1],
    ['vllm:request_inference_time_seconds_count', 1],
    ['vllm:request_prompt_tokens_sum', 1],
    ['vllm:request_generation_tokens_sum', 3],
    ['lockstep_batch_size_sum', 1],
  ] as const) {
    expect(body).toMatch(new RegExp(`^${name}${labels} ${value}$`, 'm'));
  }
  expect(body).toMatch(
    /^vllm:request_success_total\{finished_reason="length",model_name="study",engine="0"\} 1$/m,
  );
});
