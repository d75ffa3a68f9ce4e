import { Batcher } from './batcher.js';
import type { BatcherOptions } from './batcher-options.js';
import { settingsOf } from './settings.js';

/**
 * Puts static batching in front of a function that takes a batch, with the scheduler that simulations use.
 *
 *     const batcher = createBatcher({ run: (prompts) => model.generate(prompts), maxBatchSize: 8, wait: oldest(20) });
 *     const output = await batcher.submit('Call me Ishmael.');
 *
 * One batch runs at a time. An item gets the answer, or the error, that it would have got alone. An idle batcher has
 * no timer and keeps no process alive; it needs no closing, `drain` is for going down in good order.
 *
 * In TypeScript `Item` and `Output` are inferred from what `run` takes and returns; an item without a type is `any`. A `run` that uses `context.emit` or `context.answer` states
 * the types: `createBatcher<Item, Output, Part>(…)`. `Answer` is a parameter of its own for the inference's sake alone:
 * were `Output` named by the type of `context`, TypeScript would settle on it before it has seen what `run` returns.
 * @throws ConfigurationError for an option that is none, or a configuration that would wait for ever: a queue smaller
 *   than the batch that the wait rule wants, or keys with a rule that counts
 */
// With `unknown` a plain `run: (texts) => model.embed(texts)` would not compile.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function createBatcher<Item = any, Output = unknown, Part = never, Answer = Output>(
  options: BatcherOptions<Item, Output, Part, Answer>,
): Batcher<Item, Output, Part>;
export function createBatcher<Item, Output, Part>(
  options: BatcherOptions<Item, Output, Part>,
): Batcher<Item, Output, Part> {
  return new Batcher(settingsOf(options));
}
