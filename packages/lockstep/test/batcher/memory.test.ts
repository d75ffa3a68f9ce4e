import { BatchTooLargeError, createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import { CostError, roofline } from 'lockstep/cost';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { expect, test } from 'vitest';

test('eight prompts of which two fit into memory get eight answers, in batches of two', async () => {
  const engine = simulatedEngine({ cost: roofline({ gpu: 'h100', model: 'llama-3-8b' }), speed: Infinity });
  const sizes: number[] = [];
  const batcher = createBatcher({
    run: (
      requests: Parameters<typeof engine.generate>[0],
      context: Parameters<typeof engine.generate>[1],
    ) => {
      sizes.push(requests.length);
      return engine.generate(requests, context);
    },
    maxBatchSize: 8,
    wait: none(),
  });
  const prompt = 'word '.repeat(150_000);
  const prepared = await Promise.all(
    Array.from({ length: 8 }, () => engine.prepare({ prompt, maxTokens: 2 })),
  );
  const results = await Promise.all(prepared.map((request) => batcher.submit(request)));
  expect(results.map(({ outputTokens }) => outputTokens)).toEqual(Array(8).fill(2));
  expect(sizes).toEqual([8, 2, 2, 2, 2]);
  await batcher.drain();

  const refusal = await engine.generate(prepared).catch((error: unknown) => error as Error);
  expect(refusal).toBeInstanceOf(CostError);
  expect((refusal as Error).cause).toBeInstanceOf(BatchTooLargeError);
  expect((refusal as Error).cause).toMatchObject({
    largestBatchSize: 2,
    message: (refusal as Error).message,
  });
});

test('a prompt that does not fit even alone rejects with what memory says', async () => {
  const engine = simulatedEngine({ cost: roofline({ gpu: 'h100', model: 'llama-3-8b' }), speed: Infinity });
  const batcher = createBatcher({ run: engine.generate.bind(engine), maxBatchSize: 2, wait: none() });
  const long = await engine.prepare({ prompt: 'word '.repeat(500_000), maxTokens: 1 });
  const short = await engine.prepare({ prompt: 'word', maxTokens: 1 });
  const [one, other] = await Promise.allSettled([batcher.submit(long), batcher.submit(short)]);
  expect(one).toMatchObject({ status: 'rejected', reason: { name: 'CostError' } });
  expect(String((one as PromiseRejectedResult).reason)).toContain('Not even a batch of 1 fits.');
  expect(other.status).toBe('fulfilled');
});
