import { type Batcher, createBatcher } from 'lockstep/batcher';
import { mock } from 'lockstep/cost';
import type { GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import { simulatedEngine } from 'lockstep/engine/simulated';
import { expectTypeOf, test } from 'vitest';

// Held by `npm run typecheck`; the runs are never called.

test('what a run returns is the type of the output, its errors left out, also where it takes the context', () => {
  const lengths = createBatcher({
    run: async (texts: readonly string[]) =>
      texts.map((text) => (text === '' ? new Error('empty') : text.length)),
    maxBatchSize: 2,
  });
  expectTypeOf(lengths).toEqualTypeOf<Batcher<string, number>>();

  const withSignal = createBatcher({
    run: async (texts: readonly string[], { signal }) => {
      signal.throwIfAborted();
      return texts.map((text) => text.length);
    },
    maxBatchSize: 2,
  });
  expectTypeOf(withSignal).toEqualTypeOf<Batcher<string, number>>();
});

test('stated types hold for parts and for answers that leave early', () => {
  const batcher = createBatcher<string, number, { word: string }>({
    run: async (texts, context) => {
      context.emit(0, { word: 'a' });
      context.answer(0, 1);
      // @ts-expect-error a part is an object
      context.emit(0, 'a');
      // @ts-expect-error an output is a number
      context.answer(0, 'one');
      return texts.map((text) => text.length);
    },
    maxBatchSize: 2,
  });
  expectTypeOf(batcher).toEqualTypeOf<Batcher<string, number, { word: string }>>();
});

test("an engine's generate brings the types of requests, results and parts", () => {
  const engine = simulatedEngine({ cost: mock() });
  const batcher = createBatcher({ run: engine.generate.bind(engine), maxBatchSize: 2 });
  expectTypeOf(batcher).toEqualTypeOf<Batcher<PreparedRequest, GenerationResult, TokenPart>>();
});
