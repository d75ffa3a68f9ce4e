import fc from 'fast-check';
import type { BatchShape } from 'lockstep/cost';

export { evenShape } from '../../../../validation/src/even-shape.js';

/** The shape of a batch with these prompts. */
export function shapeOf(prompts: readonly number[], longestOutput: number): BatchShape {
  return {
    size: prompts.length,
    longestPrompt: Math.max(...prompts),
    longestOutput,
    promptTokens: prompts.reduce((sum, p) => sum + p, 0),
    squaredPromptTokens: prompts.reduce((sum, p) => sum + p * p, 0),
  };
}

/** Batches of 1 to 32 rows with prompts up to 4096 tokens and outputs up to 600. */
export const anyPrompts = fc.array(fc.integer({ min: 0, max: 4096 }), { minLength: 1, maxLength: 32 });
export const anyOutput = fc.integer({ min: 1, max: 600 });
