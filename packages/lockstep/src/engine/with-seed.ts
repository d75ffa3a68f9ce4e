import { checkSeed } from './check-request.js';
import type { Engine, EngineAbilities, PreparedRequest, PrepareOptions } from './engine.js';

/**
 * Prepares one more answer to a prompt that is prepared already. An engine that has a `withSeed` of its own does not
 * tokenise the prompt again; any other is asked to prepare the request with the new seed.
 * @param prepared what `prepare` of this engine returned
 * @throws RequestError when the seed is not an integer, or the engine takes none; the signal's reason when it was aborted
 */
export async function withSeed(
  engine: Engine,
  prepared: PreparedRequest,
  seed: number,
  options: PrepareOptions = {},
): Promise<PreparedRequest> {
  options.signal?.throwIfAborted();
  if (engine.withSeed !== undefined) return engine.withSeed(prepared, seed);
  return engine.prepare({ ...prepared.request, seed }, options);
}

/** A copy of a prepared request with another seed, which must be one that `prepare` would have taken. */
export function copyWithSeed(prepared: PreparedRequest, seed: number, can: EngineAbilities): PreparedRequest {
  checkSeed(seed, can);
  return { ...prepared, request: { ...prepared.request, seed } };
}
