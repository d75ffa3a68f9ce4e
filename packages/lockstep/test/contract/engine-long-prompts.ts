import { describe, expect, test } from 'vitest';
import { type EngineSubject, PROMPTS } from './engine-subject.js';

/** Prompts that are too long to be tokenised at once. */
export function longPromptClauses(subject: EngineSubject): void {
  const words = 'of the whale and of the sea '.repeat(120);

  describe('long prompts', () => {
    test('are counted as the same text in parts is, or nearly: a tokenizer may join text where they meet', async ({
      skip,
    }) => {
      const { engine } = subject;
      if (engine.limits.contextTokens < 1024) skip('its context is short');
      const { promptTokens } = await engine.prepare({ prompt: words, maxTokens: 1 });
      const parts = await Promise.all(
        (words.match(/.{1,840}/gs) ?? []).map((prompt) => engine.prepare({ prompt, maxTokens: 1 })),
      );
      const sum = parts.reduce((total, part) => total + part.promptTokens, 0);
      // A part has a start token of its own, and the space where it is cut may stand alone on either side.
      expect(Math.abs(sum - promptTokens)).toBeLessThanOrEqual(3 * parts.length);
    });

    test('of a chat are answered like short ones', async ({ skip }) => {
      if (subject.engine.limits.contextTokens < 1024) skip('its context is short');
      const prompt = [{ role: 'user', content: words }] as const;
      const { results } = await subject.consistent([
        { prompt, maxTokens: 2, temperature: 0 },
        { prompt: PROMPTS[0]!, maxTokens: 2, temperature: 0 },
      ]);
      expect(results.map(({ outputTokens }) => outputTokens > 0)).toEqual([true, true]);
    });

    test('leave the event loop to others, and can be given up', async ({ skip }) => {
      const { engine } = subject;
      if (engine.limits.contextTokens === Infinity) skip('nothing of a prompt is looked at');
      if (engine.limits.contextTokens < 1024) skip('its context is short');
      const client = new AbortController();
      const prepared = engine
        .prepare({ prompt: words }, { signal: client.signal })
        .catch((error: unknown) => error);
      client.abort(new Error('the client has left'));
      expect(['the client has left', undefined]).toContain(((await prepared) as Error).message);
      expect(await engine.prepare({ prompt: words })).toMatchObject({ promptTokens: expect.any(Number) });
    });

    test('that cannot fit are refused, however long they are', async ({ skip }) => {
      const { engine } = subject;
      if (engine.limits.contextTokens === Infinity) skip('its context has no end');
      await expect(engine.prepare({ prompt: 'sea '.repeat(2 ** 22) })).rejects.toMatchObject({
        name: 'RequestError',
        parameter: 'prompt',
        reason: 'context-length',
      });
    });
  });
}
