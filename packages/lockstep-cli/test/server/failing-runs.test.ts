import { oldest } from 'lockstep/core';
import type { GenerationContext, PreparedRequest } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { echoOf, HandDrivenEngine } from './hand-driven-engine.js';
import { listen } from './running-server.js';

const GARBAGE: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  text: 'just text',
  negative: { text: '', finishReason: 'stop', promptTokens: 1, outputTokens: -1 },
  uncounted: { text: '', finishReason: 'stop', outputTokens: 1 },
  untold: { text: '', finishReason: 'cancelled', promptTokens: 1, outputTokens: 0 },
};

/** Does on a marked prompt what its mark says; echoes the others. */
class MarkedEngine extends HandDrivenEngine {
  override async generate(requests: readonly PreparedRequest[], { signal }: GenerationContext = {}) {
    const marks = requests.map(({ request }) => String(request.prompt).split(' ')[0]!);
    if (marks.includes('THROW')) throw new Error('the GPU fell off the bus');
    // As the framework's errors about a client look.
    if (marks.includes('REFUSED')) throw Object.assign(new Error('upstream says no'), { statusCode: 404 });
    if (marks.includes('RESET')) throw Object.assign(new Error('upstream has gone'), { code: 'ECONNRESET' });
    if (marks.includes('FEW')) return [];
    if (marks.includes('HANG')) await new Promise((_, reject) => signal!.addEventListener('abort', reject));
    return requests.map((request, row) =>
      marks[row]! in GARBAGE ? (GARBAGE[marks[row]!] as never) : echoOf(request),
    );
  }
}

describe('a bad request harms itself alone', () => {
  test.for([
    ['THROW', 'engine_failed'],
    ['FEW', 'engine_failed'],
    ['HANG', 'engine_timeout'],
    ['nothing', 'engine_failed'],
    ['text', 'engine_failed'],
    ['negative', 'engine_failed'],
    ['uncounted', 'engine_failed'],
    ['untold', 'engine_failed'],
    ['REFUSED', 'engine_failed'],
    ['RESET', 'engine_failed'],
  ] as const)('%s', async ([mark, code], context) => {
    const { client, batcher } = await listen(context, {
      engine: new MarkedEngine(),
      wait: oldest(60_000),
      maxBatchSize: 5,
      runTimeoutMs: 200,
    });
    const prompts = ['a', 'b', `${mark} c`, 'd', 'e'];
    const answers = await Promise.allSettled(
      prompts.map((prompt) => client.completions.create({ model: 'by-hand', prompt })),
    );
    expect(
      answers.map((answer) =>
        answer.status === 'fulfilled' ? answer.value.choices[0]!.text : answer.reason.code,
      ),
    ).toEqual(['echo a', 'echo b', code, 'echo d', 'echo e']);
    expect(batcher.stats()).toMatchObject({ batches: 1, completed: 4, failed: 1, waiting: 0, running: 0 });
  });

  test('one of several prompts fails: so does the call, as one, and its others are withdrawn', async (context) => {
    const { client, batcher } = await listen(context, { engine: new MarkedEngine(), maxBatchSize: 1 });
    const error = await client.completions
      .create({ model: 'by-hand', prompt: ['THROW', 'a', 'b', 'c'] })
      .catch((error) => error);
    expect(error).toMatchObject({ status: 500, code: 'engine_failed' });
    expect((await client.completions.create({ model: 'by-hand', prompt: 'after' })).choices[0]!.text).toBe(
      'echo after',
    );
    expect(batcher.stats().cancelled).toBeGreaterThan(0);
  });
});

test.for([NaN, -1, 0.5, undefined])('a prompt of %s tokens fails its call', async (tokens, context) => {
  const engine = new HandDrivenEngine();
  engine.prepare = async (request) => ({ request, promptTokens: tokens!, maxTokens: 1 });
  const { client, batcher } = await listen(context, { engine });
  const error = await client.completions.create({ model: 'by-hand', prompt: 'Hi' }).catch((error) => error);
  expect(error).toMatchObject({ status: 500, code: 'engine_failed' });
  expect(batcher.stats().submitted).toBe(0);
});

test('a request whose preparation hangs is refused when its time has run out', async (context) => {
  class HangingEngine extends HandDrivenEngine {
    override prepare(): Promise<PreparedRequest> {
      return new Promise(() => {});
    }
  }
  const { client, batcher } = await listen(context, { engine: new HangingEngine(), requestTimeoutMs: 50 });
  await expect(client.completions.create({ model: 'by-hand', prompt: 'x' })).rejects.toMatchObject({
    status: 504,
    code: 'deadline_exceeded',
  });
  expect(batcher.stats()).toMatchObject({ submitted: 0 });
});
