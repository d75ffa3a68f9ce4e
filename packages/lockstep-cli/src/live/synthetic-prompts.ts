import { type Engine, RequestError } from 'lockstep/engine';
import type { Prompts } from './prompts.js';

const WORDS = (
  'the engine waits until enough people have come and then takes all of them across the river at once while those ' +
  'who come later stand on the bank and watch the boat grow small before it turns around to fetch them too'
).split(' ');

/**
 * Prompts of about the length that the workload asks for: plain words, beginning with another one from request to
 * request, as few as give that many tokens by the engine's own count. They are never shorter than one word.
 */
export function syntheticPrompts(engine: Engine): Prompts {
  /** Words by prompt length. */
  const counts = new Map<number, Promise<number>>();
  return {
    note: 'Prompts: plain words, about as many tokens as asked for.',
    async promptOf(place, promptTokens) {
      let count = counts.get(promptTokens);
      if (count === undefined) counts.set(promptTokens, (count = wordsFor(promptTokens, engine)));
      return textOf(place, await count);
    },
  };
}

function textOf(first: number, count: number): string {
  return Array.from({ length: count }, (_, i) => WORDS[(first + i) % WORDS.length]).join(' ');
}

/** The fewest words that have at least so many tokens. */
async function wordsFor(promptTokens: number, engine: Engine): Promise<number> {
  const isEnough = async (count: number) => (await tokensOf(textOf(0, count), engine)) >= promptTokens;
  let enough = 1;
  while (!(await isEnough(enough))) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (await isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** A prompt beyond the context is long enough; whether the one that is chosen fits is asked when it is prepared. */
async function tokensOf(prompt: string, engine: Engine): Promise<number> {
  try {
    return (await engine.prepare({ prompt, maxTokens: 1 })).promptTokens;
  } catch (error) {
    if (error instanceof RequestError && error.reason === 'context-length') return Infinity;
    throw error;
  }
}
