import type { GenerationRequest, GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import { ApiError } from './error-table.js';
import type { ServerBatcher } from './open-batcher.js';
import type { Stop } from './stop.js';

/** How a request may end early. */
export interface Ways {
  /** Ends it, for whoever has gone or a neighbour that failed. */
  readonly stop: Stop;
  /** Milliseconds from now (> 0), or Infinity. */
  readonly deadlineMs: number;
}

/**
 * The requests that a call of the API becomes: every prompt `n` times, a prompt's answers next to one another. With a
 * seed, each answer to a prompt has one of its own, counted up from it.
 */
export function fanOut(
  prompts: readonly GenerationRequest['prompt'][],
  n: number,
  sampling: Omit<GenerationRequest, 'prompt'>,
): GenerationRequest[] {
  const { seed } = sampling;
  return prompts.flatMap((prompt) =>
    Array.from({ length: n }, (_, answer) => ({
      prompt,
      ...sampling,
      ...(seed !== undefined && { seed: seed + answer }),
    })),
  );
}

/** @throws ApiError for more requests than could ever wait together */
export function refuseTooMany(prompts: number, n: number, maxQueueSize: number): void {
  if (prompts * n <= maxQueueSize) return;
  const param = prompts > maxQueueSize ? 'prompt' : 'n';
  throw new ApiError(
    'invalid',
    `${param}: expected at most ${maxQueueSize} prompts, each counted n times, got ${prompts * n}: the queue would ` +
      'never hold them',
    { param },
  );
}

/**
 * Has all requests answered, or none: they enter the queue together, and when one fails the others are withdrawn.
 * @param onPart takes the parts of each answer as they come; without it a row that has failed may be run again
 * @returns a promise for each, all of which reject once one has
 */
export function answers(
  batcher: ServerBatcher,
  requests: readonly PreparedRequest[],
  { stop, deadlineMs }: Ways,
  onPart?: (index: number, part: TokenPart) => void,
): readonly Promise<GenerationResult>[] {
  const options = { signal: stop, ...(deadlineMs !== Infinity && { deadline: deadlineMs }) };
  const results = batcher.submitAll(requests, (_, index) =>
    onPart === undefined ? options : { onPart: (part) => onPart(index, part), ...options },
  );
  for (const result of results) result.catch((error: unknown) => stop.abort(error));
  return results;
}
