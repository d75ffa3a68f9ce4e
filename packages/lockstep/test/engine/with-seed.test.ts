import { type Engine, type PreparedRequest, type PrepareOptions, withSeed } from 'lockstep/engine';
import { expect, test } from 'vitest';

test('an engine without withSeed is asked to prepare the request with the new seed, under the same signal', async () => {
  const asked: unknown[] = [];
  const engine = {
    prepare(...args: [PreparedRequest['request'], PrepareOptions?]) {
      asked.push(args);
      return Promise.resolve({ request: args[0], promptTokens: 1, maxTokens: 1 });
    },
  } as Partial<Engine> as Engine;
  const { signal } = new AbortController();
  const prepared = await engine.prepare({ prompt: 'a', seed: 1 });
  expect((await withSeed(engine, prepared, 7, { signal })).request).toEqual({ prompt: 'a', seed: 7 });
  expect(asked).toEqual([[{ prompt: 'a', seed: 1 }], [{ prompt: 'a', seed: 7 }, { signal }]]);
});
