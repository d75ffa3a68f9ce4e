import type { Engine, GenerationRequest } from 'lockstep/engine';
import { llamaCppEngine } from 'lockstep/engine/llama-cpp';
import { type BatchingOptions, LlamaModel } from 'node-llama-cpp';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { record, textAlone } from '../../contract/engine-recording.js';
import { EXACT, QUANTISED } from './models.js';

const STARTS = ['Captain Ahab', 'My fellow citizens,', 'We', 'Call me', 'In the morning', 'A ship'];
const WORDS =
  'the whale and the men of this nation have come to see what is to be done upon the deep sea'.split(' ');

/** A prompt of 1 to 16 words. */
function prompt(i: number): string {
  return [STARTS[i % STARTS.length], ...WORDS.slice(i % 7, (i % 7) + ((i * 5) % 13))].join(' ');
}

function greedy(i: number, maxTokens: number): GenerationRequest {
  return { prompt: prompt(i), maxTokens, temperature: 0 };
}

describe.each([
  ['exact weights', EXACT],
  ['quantised weights', QUANTISED],
])('%s', (_, modelPath) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await llamaCppEngine({ modelPath, maxBatchSize: 16, threads: 1 });
  });
  afterAll(() => engine.dispose());

  test('greedy in batches of every size is greedy alone, for 48 prompts of unequal lengths', async () => {
    const requests = Array.from({ length: 48 }, (_, i) => greedy(i, 5 + ((i * 11) % 40)));
    const alone: string[] = [];
    for (const request of requests) alone.push(await textAlone(engine, request));
    for (const size of [2, 3, 7, 16]) {
      const batched: string[] = [];
      for (let i = 0; i < requests.length; i += size) {
        const { results } = await record(engine, requests.slice(i, i + size));
        batched.push(...results.map(({ text }) => text));
      }
      expect(batched, `in batches of ${size}`).toEqual(alone);
    }
  });

  test('its texts end by themselves, at unequal lengths', async () => {
    const requests = Array.from({ length: 16 }, (_, i) => ({ prompt: prompt(i), temperature: 0.8, seed: i }));
    const { results } = await record(engine, requests);
    const ended = results.filter(({ finishReason }) => finishReason === 'stop');
    expect(ended.length).toBeGreaterThan(12);
    const lengths = ended.map(({ outputTokens }) => outputTokens);
    expect(new Set(lengths).size).toBeGreaterThan(6);
    expect(Math.max(...lengths)).toBeGreaterThan(3 * Math.min(...lengths));
  });
});

test('the same seed makes the same text in quantised batches of every size', async () => {
  const engine = await llamaCppEngine({ modelPath: QUANTISED, maxBatchSize: 8, threads: 1 });
  const seeded = Array.from({ length: 16 }, (_, i) => ({
    prompt: prompt(i),
    maxTokens: 40,
    temperature: 1.2,
    topP: i % 2 === 0 ? 1 : 0.8,
    seed: i * 2 ** 40 - 3,
  }));
  const alone: string[] = [];
  for (const request of seeded) alone.push(await textAlone(engine, request));
  for (const size of [3, 8]) {
    for (let i = 0; i < seeded.length; i += size) {
      const { results } = await record(engine, seeded.slice(i, i + size));
      expect(results.map(({ text }) => text)).toEqual(alone.slice(i, i + size));
    }
  }
  await engine.dispose();
});

test('without a seed, texts differ from batch to batch', async () => {
  const engine = await llamaCppEngine({ modelPath: QUANTISED, threads: 1 });
  const requests = Array.from({ length: 4 }, () => ({ prompt: 'The whale', maxTokens: 30, ignoreEos: true }));
  const texts = [...(await record(engine, requests)).results, ...(await record(engine, requests)).results];
  expect(new Set(texts.map(({ text }) => text)).size).toBe(8);
  await engine.dispose();
});

afterEach(() => vi.restoreAllMocks());

/** Has contexts made with these options, besides what the engine asks for. */
function withBatching(batching: BatchingOptions): void {
  const { createContext } = LlamaModel.prototype;
  vi.spyOn(LlamaModel.prototype, 'createContext').mockImplementation(function (this: LlamaModel, options) {
    return createContext.call(this, { ...options, batching });
  });
}

describe('one decode a step', () => {
  /** Counts how often llama.cpp is sent off with what waits for it. */
  function countDispatches(): { dispatches: number } {
    const count = { dispatches: 0 };
    withBatching({
      dispatchSchedule(dispatch) {
        count.dispatches++;
        setImmediate(dispatch);
      },
    });
    return count;
  }

  test('for every size of batch, while rows of unequal lengths leave', async () => {
    const count = countDispatches();
    const engine = await llamaCppEngine({
      modelPath: EXACT,
      maxBatchSize: 16,
      contextTokens: 256,
      threads: 1,
    });
    for (let size = 1; size <= 16; size++) {
      count.dispatches = 0;
      const requests = Array.from({ length: size }, (_, i) => ({ ...greedy(i, 2 + i), ignoreEos: true }));
      await record(engine, requests);
      expect(count.dispatches, `a batch of ${size}`).toBe(1 + size);
    }
    await engine.dispose();
  });

  test('a natural end is one more step, in which the row learns of it', async () => {
    const count = countDispatches();
    const engine = await llamaCppEngine({
      modelPath: EXACT,
      maxBatchSize: 2,
      contextTokens: 256,
      threads: 1,
    });
    const { results } = await record(engine, [
      { prompt: 'My fellow citizens,', maxTokens: 200, temperature: 0 },
      greedy(2, 1),
    ]);
    expect(results.map(({ finishReason }) => finishReason)).toEqual(['stop', 'length']);
    expect(count.dispatches).toBe(results[0]!.outputTokens + 1);
    await engine.dispose();
  });

  test('prompts with more tokens than llama.cpp takes at once change no text', async () => {
    const requests = Array.from({ length: 8 }, (_, i) => greedy(i, 20));
    const texts = [];
    for (const prefillTokens of [512, 16]) {
      const engine = await llamaCppEngine({ modelPath: EXACT, prefillTokens, threads: 1 });
      texts.push((await record(engine, requests)).results.map(({ text }) => text));
      await engine.dispose();
    }
    expect(texts[1]).toEqual(texts[0]);
  });
});

test('timers run between the steps', async () => {
  const engine = await llamaCppEngine({ modelPath: EXACT, threads: 1 });
  const requests = Array.from({ length: 8 }, (_, i) => ({ ...greedy(i, 100), ignoreEos: true }));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await record(engine, requests);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
  await engine.dispose();
});

test('a step that fails rejects the batch, and the engine can be used afterwards', async () => {
  let steps = 0;
  let failing = Infinity;
  withBatching({
    itemPrioritizationStrategy({ items }) {
      if (++steps === failing) throw new Error('the step failed');
      return items.map((item) => ({ item, processAmount: item.tokens.length }));
    },
  });
  const engine = await llamaCppEngine({ modelPath: EXACT, threads: 1 });
  const requests = Array.from({ length: 4 }, (_, i) => ({ ...greedy(i, 30), ignoreEos: true }));
  const before = (await record(engine, requests)).results;
  expect(steps).toBe(30);

  failing = steps + 5;
  await expect(record(engine, requests)).rejects.toThrow('the step failed');
  expect((await record(engine, requests)).results).toEqual(before);
  await engine.dispose();
});
