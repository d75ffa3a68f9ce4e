import type { BatchShape } from 'lockstep/cost';

/** `size` rows with equal prompts and outputs. */
export function evenShape(size: number, prompt: number, output: number): BatchShape {
  return {
    size,
    longestPrompt: prompt,
    longestOutput: output,
    promptTokens: size * prompt,
    squaredPromptTokens: size * prompt * prompt,
  };
}
