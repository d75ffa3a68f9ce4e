import type { GenerationRequest } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { record, textAlone } from './engine-recording.js';
import { because, type EngineSubject, LONG, PROMPTS, skipOf } from './engine-subject.js';

/** The results of a batch: in order, with their counts and ends. */
export function resultsClauses(subject: EngineSubject): void {
  const { traits, greedy, full, consistent } = subject;

  describe('results', () => {
    test('come in order, with the counts of prompt and output', async () => {
      const requests = full().map((prompt, i) => greedy(prompt, 3 + i));
      const { results } = await consistent(requests);
      for (const [i, { outputTokens, finishReason, text }] of results.entries()) {
        expect(outputTokens).toBeLessThanOrEqual(3 + i);
        if (subject.engine.can.ignoreEos) expect([outputTokens, finishReason]).toEqual([3 + i, 'length']);
        expect(text).toBe(await textAlone(subject.engine, requests[i]!));
      }
    });

    test.skipIf(traits.skip?.promptTokens)(
      `count the prompt as prepare does${because(traits.skip?.promptTokens)}`,
      async () => {
        const prepared = await Promise.all(
          PROMPTS.map((prompt) => subject.engine.prepare(greedy(prompt, 2))),
        );
        const results = await subject.engine.generate(prepared.slice(0, 2));
        expect(results).toMatchObject(prepared.slice(0, 2).map(({ promptTokens }) => ({ promptTokens })));
        expect(prepared[1]!.promptTokens).toBeGreaterThan(prepared[0]!.promptTokens);
      },
    );

    test('come for every size of batch', async () => {
      for (let size = 1; size <= subject.engine.limits.maxBatchSize && size <= 8; size++) {
        const prompts = full().slice(0, size);
        await consistent(prompts.map((prompt) => greedy(prompt, 4)));
      }
    });

    test('have their own most tokens, from a single one on', async () => {
      const most = [1, 12, 2, 30];
      const { results } = await consistent(most.map((maxTokens, i) => greedy(PROMPTS[i]!, maxTokens)));
      results.forEach(({ outputTokens }, i) => expect(outputTokens).toBeLessThanOrEqual(most[i]!));
      expect(results[0]).toMatchObject({ outputTokens: 1, finishReason: 'length' });
    });

    test('are told at their own end: a short row does not wait for a long one', async () => {
      const { answers } = await consistent([greedy(PROMPTS[0]!, LONG), greedy(PROMPTS[1]!, 1)]);
      expect(answers.map(({ row }) => row)).toEqual([1, 0]);
    });

    test('are the same without anyone listening', async () => {
      const requests = full().map((prompt) => greedy(prompt, 8));
      const prepared = await Promise.all(requests.map((request) => subject.engine.prepare(request)));
      expect(await subject.engine.generate(prepared)).toEqual(
        (await record(subject.engine, requests)).results,
      );
    });

    test('a batch prepared once can be run again', async () => {
      const prepared = [await subject.engine.prepare(greedy(PROMPTS[1]!, 8))];
      expect(await subject.engine.generate(prepared)).toEqual(await subject.engine.generate(prepared));
    });

    const end = traits.endsByItself;
    test.skipIf('skip' in end)(`end by themselves with reason stop${because(skipOf(end))}`, async () => {
      const request = end as GenerationRequest;
      const { results } = await consistent([request, greedy(PROMPTS[0]!, 200)]);
      expect(results[0]!.finishReason).toBe('stop');
      expect(results[0]!.outputTokens).toBeLessThan(200);
      if (!subject.engine.can.ignoreEos) return;
      const [on] = (await consistent([{ ...request, maxTokens: 200, ignoreEos: true }])).results;
      expect(on).toMatchObject({ finishReason: 'length', outputTokens: 200 });
    });
  });
}
