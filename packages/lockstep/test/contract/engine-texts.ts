import { type GenerationRequest } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { textAlone } from './engine-recording.js';
import { because, type EngineSubject, PROMPTS, skipOf } from './engine-subject.js';

/** The texts: the same in every batch, cut before stop strings, in whole characters. */
export function textClauses(subject: EngineSubject): void {
  const { traits, greedy, consistent } = subject;

  describe('a batch changes no text', () => {
    test('greedy in a batch is greedy alone, for prompts and outputs of unequal lengths', async () => {
      const requests = Array.from({ length: 24 }, (_, i) =>
        greedy(
          `${PROMPTS[i % PROMPTS.length]} ${PROMPTS[(i * 5 + 3) % PROMPTS.length]!.slice(0, i)}`,
          1 + ((i * 7) % 24),
        ),
      );
      const alone = [];
      for (const request of requests) alone.push(await textAlone(subject.engine, request));
      const batched = [];
      const size = Math.min(subject.engine.limits.maxBatchSize, 8);
      for (let i = 0; i < requests.length; i += size) {
        const { results } = await consistent(requests.slice(i, i + size));
        batched.push(...results.map(({ text }) => text));
      }
      expect(batched).toEqual(alone);
    });

    test('the same seed makes the same text, alone and in a batch', async ({ skip }) => {
      if (!(subject.engine.can.sampling && subject.engine.can.seed)) skip('it takes no seed');
      const seeded = PROMPTS.slice(0, 4).map((prompt, i) => ({
        ...greedy(prompt, 20),
        temperature: 1,
        topP: 0.95,
        seed: i === 3 ? -7 : 40 + i,
      }));
      const alone = [];
      for (const request of seeded) alone.push(await textAlone(subject.engine, request));
      expect((await consistent(seeded)).results.map(({ text }) => text)).toEqual(alone);
      expect((await consistent([...seeded].reverse())).results.map(({ text }) => text).reverse()).toEqual(
        alone,
      );
    });

    test.skipIf(traits.skip?.seedsDiffer)(
      `different seeds make different texts${because(traits.skip?.seedsDiffer)}`,
      async ({ skip }) => {
        if (!(subject.engine.can.sampling && subject.engine.can.seed)) skip('it takes no seed');
        const requests = [1, 2, 3, 4].map((seed) => ({ ...greedy(PROMPTS[0]!, 20), temperature: 1, seed }));
        const { results } = await consistent(requests);
        expect(new Set(results.map(({ text }) => text)).size).toBe(4);
      },
    );
  });

  describe('stop strings', () => {
    test('neither the text nor any part has anything of one that lies across tokens', async ({ skip }) => {
      if (!subject.engine.can.stop) skip('it knows no stop strings');
      const request = greedy(PROMPTS[1]!, 40);
      const { results, parts } = await consistent([request]);
      const { text } = results[0]!;
      const pieces = parts[0]!.map((part) => part.text).filter((piece) => piece !== '');
      const before = pieces.slice(0, Math.floor(pieces.length / 2)).join('');
      const stop = text.slice(before.length - 2, before.length + 2);
      expect(stop).toHaveLength(4);

      const stopped = await consistent([
        { ...request, stop: [stop, 'nowhere in it'] },
        greedy(PROMPTS[0]!, 40),
      ]);
      expect(stopped.results[0]).toMatchObject({
        text: text.slice(0, text.indexOf(stop)),
        finishReason: 'stop',
      });
      expect(stopped.results[0]!.outputTokens).toBeLessThanOrEqual(results[0]!.outputTokens);
    });

    test('text that was held back for one comes when it does not', async ({ skip }) => {
      if (!subject.engine.can.stop) skip('it knows no stop strings');
      const request = greedy(PROMPTS[1]!, 12);
      const text = await textAlone(subject.engine, request);
      const { results } = await consistent([{ ...request, stop: [`${text.slice(-3)}\u0000`] }]);
      expect(results[0]).toMatchObject({
        text,
        finishReason: subject.engine.can.ignoreEos ? 'length' : expect.anything(),
      });
    });
  });

  describe('characters', () => {
    const emoji = traits.writesEmoji;
    test.skipIf('skip' in emoji)(`leave whole${because(skipOf(emoji))}`, async () => {
      const { results, parts } = await consistent([emoji as GenerationRequest]);
      expect(results[0]!.text).toMatch(/[\u{10000}-\u{10ffff}]/u);
      expect(results[0]!.text).not.toContain('\ufffd');
      for (const { text } of parts[0]!) expect(text).not.toMatch(/\p{Surrogate}|\ufffd/u);
    });

    test('of any script are taken', async () => {
      const { parts } = await consistent(
        ['🐋 größer als 鯨', 'é\u0301\u200d\n\t', '<|eos|> </s>'].map((prompt) => greedy(prompt, 12)),
      );
      for (const { text } of parts.flat()) expect(text).not.toMatch(/\p{Surrogate}/u);
    });
  });
}
