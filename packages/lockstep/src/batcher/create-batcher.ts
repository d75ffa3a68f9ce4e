import { Batcher } from './batcher.js';
import type { BatcherOptions } from './options.js';
import { settingsOf } from './settings.js';

/**
 * Puts static batching in front of a function that takes a batch, with the scheduler that simulations use.
 *
 *     const batcher = createBatcher({ run: (prompts) => model.generate(prompts), maxBatchSize: 8, wait: oldest(20) });
 *     const output = await batcher.submit('Call me Ishmael.');
 *
 * One batch runs at a time. An item gets the answer, or the error, that it would have got alone. An idle batcher has
 * no timer and keeps no process alive; it needs no closing, `drain` is for going down in good order.
 * @throws ConfigurationError for an option that is none, or a configuration that would wait for ever: a queue smaller
 *   than the batch that the wait rule wants, or keys with a rule that counts
 */
export function createBatcher<Item, Output, Part = never>(
  options: BatcherOptions<Item, Output, Part>,
): Batcher<Item, Output, Part> {
  return new Batcher(settingsOf(options));
}
