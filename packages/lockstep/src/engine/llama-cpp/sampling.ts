import { randomInt } from 'node:crypto';
import type { SequenceEvaluateOptions } from 'node-llama-cpp';
import type { GenerationRequest } from '../engine.js';

/** llama.cpp's seeds are 32 bits wide, and the largest of them asks for a random one. */
const SEEDS = 2 ** 32 - 1;

/** How llama.cpp is to choose a row's tokens: by temperature and `topP` alone, without its own defaults of top-k and min-p. */
export function samplingOf({ temperature = 1, topP = 1, seed }: GenerationRequest): SequenceEvaluateOptions {
  if (temperature === 0) return { temperature };
  return {
    temperature,
    topP,
    topK: 0,
    minP: 0,
    seed: seed === undefined ? randomInt(SEEDS) : ((seed % SEEDS) + SEEDS) % SEEDS,
  };
}
