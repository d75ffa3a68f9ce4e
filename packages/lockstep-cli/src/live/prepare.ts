import { DecisionLog } from 'lockstep/core';
import { type Engine, type PreparedRequest, RequestError } from 'lockstep/engine';
import type { Workload } from 'lockstep/workload';
import type { DriveOptions } from './drive.js';
import type { Prompts } from './prompts.js';

/** How the requests of a live run are to be answered. */
export interface Generation {
  /** 0 is greedy; up to 2. */
  readonly temperature: number;
  /** Go on past the model's natural end, to the length that the workload asks for. */
  readonly ignoreEos: boolean;
}

export interface PrepareOptions {
  readonly engine: Engine;
  readonly prompts: Prompts;
  readonly generation: Generation;
  /** Request k is sampled with this seed + k. */
  readonly seed: number;
}

/** Makes the request at a place of the workload; the workload's output length is the most that it may generate. */
export function requestMaker({ engine, prompts, generation, seed }: PrepareOptions): DriveOptions['prepare'] {
  const { temperature, ignoreEos } = generation;
  const sampling = temperature > 0 && engine.can.seed;
  return async (place, promptTokens, outputTokens) => {
    const prompt = await prompts.promptOf(place, promptTokens);
    try {
      return await engine.prepare({
        prompt,
        maxTokens: outputTokens,
        temperature,
        ignoreEos,
        ...(sampling && { seed: seed + place }),
      });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      throw new RequestError(error.parameter, `request ${place}: ${error.message}`, error.reason);
    }
  };
}

/**
 * Makes the requests of a workload before its first one arrives, so that the run is not held up by it. Those of a closed
 * loop depend on its answers: they are made when they are due, which is then part of their users' time to think.
 */
export async function prepareAhead(
  workload: Workload,
  make: DriveOptions['prepare'],
  signal: AbortSignal,
): Promise<DriveOptions['prepare']> {
  if (workload.kind === 'closed') return make;
  const plan = new DecisionLog(workload.count);
  const source = workload.open();
  const requests: PreparedRequest[] = [];
  while (!source.exhausted && !signal.aborted) {
    const place = source.take(plan);
    const { promptTokens, outputTokens } = plan.requests;
    requests.push(await make(place, promptTokens[place]!, outputTokens[place]!));
  }
  return (place) => requests[place]!;
}
