import type { GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import type { ServerBatcher } from './open-batcher.js';
import { originsOf } from './origins.js';
import type { Stop } from './stop.js';

/** How a request may end early. */
export interface Ways {
  /** Ends it, for whoever has gone or a neighbour that failed. */
  readonly stop: Stop;
  /** Milliseconds from now (> 0), or Infinity. */
  readonly timeoutMs: number;
  /** Who asks, as `clientOf` names it. */
  readonly client: string;
}

/**
 * Has all requests answered, or none: they enter the queue together, and when one fails the others are withdrawn.
 * @param onPart takes the parts of each answer as they come; without it a row that has failed may be run again
 * @returns a promise for each, all of which reject once one has
 */
export function answers(
  batcher: ServerBatcher,
  requests: readonly PreparedRequest[],
  { stop, timeoutMs, client }: Ways,
  onPart?: (index: number, part: TokenPart) => void,
): readonly Promise<GenerationResult>[] {
  const options = { signal: stop, ...(timeoutMs !== Infinity && { timeoutMs }) };
  const origins = originsOf(client);
  const results = batcher.submitAll(requests, (request, index) => ({
    ...options,
    origins: origins(request),
    ...(onPart !== undefined && { onPart: (part: TokenPart) => onPart(index, part) }),
  }));
  for (const result of results) result.catch((error: unknown) => stop.abort(error));
  return results;
}
