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
      promptTokens: countOf,
      outputTokens: (result) => checked(result).outputTokens,
    },
  });
}

/** An engine that answers something else fails the row that it says it of. */
function checked(result: GenerationResult): GenerationResult {
  const { text, finishReason, promptTokens, outputTokens } = result;
  const ended = finishReason === 'stop' || finishReason === 'length';
  if (ended && typeof text === 'string' && isCount(promptTokens) && isCount(outputTokens)) return result;
  throw new TypeError(
    'expected a result with text, finishReason stop or length, promptTokens and outputTokens ≥ 0, got ' +
      `${String(finishReason)} with ${typeof text}, ${promptTokens} and ${outputTokens} tokens`,
  );
}

function countOf({ promptTokens }: PreparedRequest): number {
  if (isCount(promptTokens)) return promptTokens;
  throw new TypeError(`expected a prepared request with promptTokens ≥ 0, got ${String(promptTokens)}`);
}

function isCount(tokens: unknown): boolean {
  return Number.isSafeInteger(tokens) && (tokens as number) >= 0;
}
