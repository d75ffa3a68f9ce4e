import { oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import OpenAI from 'openai';
import { describe, expect, test, type TestContext } from 'vitest';
import type { ServerOptions } from '../../src/server/index.js';
import { listen, listenByHand } from './running-server.js';

const BATCH_MS = 400;
const BATCH_SIZE = 8;
const INTENDED = 120;

/** Asks for twice what the server can do with the official client as it comes, and counts what reaches the server. */
async function askTwiceTheCapacity(context: TestContext, options: Partial<ServerOptions>) {
  const engine = simulatedEngine({ cost: affine({ prefillMs: BATCH_MS, stepMs: 0 }), model: 'busy' });
  const server = await listen(context, { engine, maxBatchSize: BATCH_SIZE, wait: oldest(5), ...options });
  let submitted = 0;
  const client = new OpenAI({
    baseURL: `${server.url}/v1`,
    apiKey: 'none',
    fetch: (url, init) => {
      submitted++;
      return fetch(url, init);
    },
  });
  const outcomes = await Promise.all(
    Array.from({ length: INTENDED }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, (i * BATCH_MS) / BATCH_SIZE / 2));
      return client.completions.create({ model: 'busy', prompt: 'Hi', max_tokens: 1 }).then(
        () => 200,
        (error: unknown) => (error as { status: number }).status,
      );
    }),
  );
  return { outcomes: new Set(outcomes), ratio: submitted / INTENDED };
}

describe('the official client with its own retries, at twice the capacity', () => {
  test('a short queue: refused, and few of them come back', async (context) => {
    const { outcomes, ratio } = await askTwiceTheCapacity(context, { maxQueueSize: 8 });
    expect(outcomes).toEqual(new Set([200, 429]));
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThanOrEqual(1.2);
  });

  test('a long queue and a deadline: what is late does not come back', async (context) => {
    const { outcomes, ratio } = await askTwiceTheCapacity(context, { requestTimeoutMs: 2 * BATCH_MS });
    expect([...outcomes]).toContain(504);
    expect(ratio).toBeLessThanOrEqual(1.2);
  });
});

describe('a request that fails', () => {
  const ask = (url: string, prompt: string) =>
    fetch(`${url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt }),
    });
  const answerOf = (response: Response) => [response.status, response.headers.get('x-should-retry')];

  test('by itself, as the engine says of its row, is not to be tried again', async (context) => {
    const { engine, server } = await listenByHand(context);
    const response = ask(server.url, 'poison');
    (await engine.nextBatch()).end([new Error('poison')]);
    expect(answerOf(await response)).toEqual([500, 'false']);
  });

  test('by itself, without any other row, is not to be tried again; the others have their answers', async (context) => {
    const { engine, server } = await listenByHand(context, { maxBatchSize: 2, wait: oldest(60_000) });
    const answers = ['poison', 'good'].map((prompt) => ask(server.url, prompt));
    // Both together, then each alone.
    for (let run = 0; run < 3; run++) {
      const batch = await engine.nextBatch();
      if (batch.requests.some(({ request }) => request.prompt === 'poison')) batch.fail(new Error('poison'));
      else batch.echo();
    }
    const [poison, good] = await Promise.all(answers);
    expect(answerOf(poison!)).toEqual([500, 'false']);
    expect(answerOf(good!)).toEqual([200, null]);
  });

  test('with others, as no re-run could tell them apart, may be tried again', async (context) => {
    const { engine, server } = await listenByHand(context, {
      maxBatchSize: 2,
      wait: oldest(60_000),
      maxReruns: 0,
    });
    const answers = ['a', 'b'].map((prompt) => ask(server.url, prompt));
    (await engine.nextBatch()).fail(new Error('out of memory'));
    for (const answer of await Promise.all(answers)) expect(answerOf(answer)).toEqual([500, null]);
  });
});
