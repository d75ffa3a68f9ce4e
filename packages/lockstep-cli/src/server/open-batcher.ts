import { type Batcher, createBatcher } from 'lockstep/batcher';
import {
  type Engine,
  EngineError,
  type GenerationContext,
  type GenerationResult,
  type PreparedRequest,
  type TokenPart,
} from 'lockstep/engine';
import type { ServerSettings } from './server-options.js';

export type ServerBatcher = Batcher<PreparedRequest, GenerationResult, TokenPart>;

/** Puts the scheduler in front of the engine. */
export function openBatcher(settings: ServerSettings): ServerBatcher {
  const { engine, maxBatchSize, wait, maxQueueSize, release, batcher } = settings;
  return createBatcher<PreparedRequest, GenerationResult, TokenPart>({
    ...batcher,
    run: (requests, context) => watched(engine, requests, context),
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

/** Failures of which it is known that they come with their request. */
const ownFailures = new WeakSet<object>();

/**
 * Whether a request has failed by itself: the engine said so of its row, or failed when it was given no other. Such a
 * request would fail again.
 */
export function isOwnFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ownFailures.has(error);
}

/** Runs a batch, and notes which failures belong to a single row. */
async function watched(
  engine: Engine,
  requests: readonly PreparedRequest[],
  context: GenerationContext,
): Promise<readonly (GenerationResult | Error)[]> {
  try {
    const results = await engine.generate(requests, context);
    for (const result of results) if (result instanceof Error) ownFailures.add(result);
    return results;
  } catch (error) {
    const wasAborted = context.signal?.aborted === true;
    if (requests.length === 1 && !wasAborted && error instanceof Error) ownFailures.add(error);
    throw error;
  }
}

/** An engine that answers something else fails the row that it says it of. */
function checked(result: GenerationResult): GenerationResult {
  const { text, finishReason, promptTokens, outputTokens } = result;
  const ended = finishReason === 'stop' || finishReason === 'length';
  if (ended && typeof text === 'string' && isCount(promptTokens) && isCount(outputTokens)) return result;
  const error = new EngineError(
    'expected a result with text, finishReason stop or length, promptTokens and outputTokens ≥ 0, got ' +
      `${String(finishReason)} with ${typeof text}, ${promptTokens} and ${outputTokens} tokens`,
  );
  ownFailures.add(error);
  throw error;
}

function countOf({ promptTokens }: PreparedRequest): number {
  if (isCount(promptTokens)) return promptTokens;
  throw new EngineError(`expected a prepared request with promptTokens ≥ 0, got ${String(promptTokens)}`);
}

function isCount(tokens: unknown): boolean {
  return Number.isSafeInteger(tokens) && (tokens as number) >= 0;
}
