import { type Batcher, createBatcher } from 'lockstep/batcher';
import type { GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import type { ServerSettings } from './options.js';

export type ServerBatcher = Batcher<PreparedRequest, GenerationResult, TokenPart>;

/** Puts the scheduler in front of the engine. */
export function openBatcher(settings: ServerSettings): ServerBatcher {
  const { engine, maxBatchSize, wait, maxQueueSize, release, batcher } = settings;
  return createBatcher<PreparedRequest, GenerationResult, TokenPart>({
    ...batcher,
    run: (requests, context) => engine.generate(requests, context),
    maxBatchSize,
    wait,
    maxQueueSize,
    release: release === 'batch' ? 'batch' : 'request',
    measure: {
      promptTokens: ({ promptTokens }) => promptTokens,
      outputTokens: (result) => checked(result).outputTokens,
    },
  });
}

/** An engine that answers something else fails the row that it says it of. */
function checked(result: GenerationResult): GenerationResult {
  const { text, finishReason, outputTokens } = result;
  const ended = finishReason === 'stop' || finishReason === 'length';
  if (ended && typeof text === 'string' && Number.isSafeInteger(outputTokens) && outputTokens >= 0)
    return result;
  throw new TypeError(
    `expected a result with text, finishReason stop or length, and outputTokens ≥ 0, got ${finishReason} with ` +
      `${typeof text} and ${outputTokens} tokens`,
  );
}
