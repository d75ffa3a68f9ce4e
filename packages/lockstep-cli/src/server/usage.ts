import type { GenerationResult } from 'lockstep/engine';

/** Token counts as OpenAI's API tells them. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/**
 * @param results every prompt's answers, next to one another
 * @param n answers to each prompt; a prompt counts once, however many they are
 */
export function usageOf(results: readonly GenerationResult[], n: number): Usage {
  let prompt = 0;
  let completion = 0;
  results.forEach(({ promptTokens, outputTokens }, index) => {
    if (index % n === 0) prompt += promptTokens;
    completion += outputTokens;
  });
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
