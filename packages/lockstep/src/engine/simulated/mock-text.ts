/**
 * What one token adds to the study's mock text: the prompt, a space, and "generated_text" repeated ⌊tokens/2⌋ times.
 * The first token brings the prompt; two tokens are one repetition, and an odd last one brings nothing.
 * @param token from 1 to `tokens`
 * @param tokens how many the whole text has, ≥ 1
 */
export function mockToken(prompt: string, token: number, tokens: number): string {
  const start = token === 1 ? `${prompt} ` : '';
  if (token === tokens && tokens % 2 === 1) return start;
  return start + (token % 2 === 1 ? 'generated' : '_text');
}

/** Tokens of a prompt: its words, as white space separates them, at least 1. The study counts none. */
export function mockTokens(prompt: string): number {
  return Math.max(1, prompt.split(/\s+/).filter((word) => word !== '').length);
}
