import { type Engine, EngineError, type GenerationRequest, RequestError } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { record, textAlone } from './engine-recording.js';
import { because, type EngineSubject, LONG, PROMPTS } from './engine-subject.js';

/** What is refused, and what comes after the engine was disposed of. */
export function misuseClauses(subject: EngineSubject): void {
  const { open, traits, greedy, consistent } = subject;

  describe('misuse', () => {
    test('an empty batch and one larger than the limit are refused', async () => {
      const most = subject.engine.limits.maxBatchSize;
      await expect(subject.engine.generate([])).rejects.toThrow(
        new EngineError(`generate: expected 1 to ${most} requests, got 0`),
      );
      if (most === Infinity) return;
      const prepared = await subject.engine.prepare(greedy('We', 1));
      await expect(subject.engine.generate(Array.from({ length: most + 1 }, () => prepared))).rejects.toThrow(
        new EngineError(`generate: expected 1 to ${most} requests, got ${most + 1}`),
      );
    });

    test('a second batch at the same time is refused, and does not disturb the first', async () => {
      const request = greedy(PROMPTS[1]!, 30);
      const text = await textAlone(subject.engine, request);
      const prepared = await subject.engine.prepare(request);
      const first = subject.engine.generate([prepared]);
      await expect(subject.engine.generate([prepared])).rejects.toThrow(
        new EngineError('generate: a batch is running; expected one at a time'),
      );
      expect(await first).toMatchObject([{ text }]);
    });

    test('a listener that throws fails the batch with its error, and the engine can be used afterwards', async () => {
      const request = greedy(PROMPTS[1]!, 30);
      const before = await textAlone(subject.engine, request);
      const fault = new Error('the listener is broken');
      const faulty = () => {
        throw fault;
      };
      await expect(record(subject.engine, [request, request], { emit: faulty })).rejects.toBe(fault);
      await expect(record(subject.engine, [request, request], { answer: faulty })).rejects.toBe(fault);
      expect(await textAlone(subject.engine, request)).toBe(before);
    });

    test.each<[Partial<GenerationRequest>, parameter: string]>([
      [{ prompt: [] }, 'prompt'],
      [{ maxTokens: 0 }, 'maxTokens'],
      [{ temperature: NaN }, 'temperature'],
      [{ topP: 0 }, 'topP'],
      [{ seed: 0.5 }, 'seed'],
      [{ stop: [''] }, 'stop'],
    ])('prepare refuses %j', async (wrong, parameter) => {
      const refused = await subject.engine
        .prepare({ prompt: 'We', ...wrong })
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RequestError);
      expect(refused).toMatchObject({ parameter });
    });

    test.each<[keyof Engine['can'], Partial<GenerationRequest>, parameter: string]>([
      ['chat', { prompt: [{ role: 'user', content: 'Who are you?' }] }, 'prompt'],
      ['sampling', { temperature: 0.5 }, 'temperature'],
      ['sampling', { topP: 0.5 }, 'topP'],
      ['seed', { seed: 1 }, 'seed'],
      ['stop', { stop: ['.'] }, 'stop'],
      ['ignoreEos', { ignoreEos: true }, 'ignoreEos'],
    ])('it can do what it says: %s, for %j', async (ability, wish, parameter) => {
      const request = { prompt: 'We', maxTokens: 3, ...wish };
      if (subject.engine.can[ability]) {
        await consistent([request]);
      } else {
        await expect(subject.engine.prepare(request)).rejects.toMatchObject({
          reason: 'unsupported',
          parameter,
        });
      }
    });

    test.skipIf(traits.skip?.promptTokens)(
      `prepare refuses what does not fit into the context${because(traits.skip?.promptTokens)}`,
      async ({ skip }) => {
        const { contextTokens } = subject.engine.limits;
        if (contextTokens === Infinity) skip('its context has no end');
        const { promptTokens } = await subject.engine.prepare({ prompt: PROMPTS[1]! });
        const tooLong = `${PROMPTS[1]} `.repeat(Math.ceil(contextTokens / promptTokens) + 2);
        await expect(subject.engine.prepare({ prompt: tooLong })).rejects.toMatchObject({
          reason: 'context-length',
          parameter: 'prompt',
          message: expect.stringMatching(
            new RegExp(
              `^the prompt has \\d+ tokens; expected at most ${contextTokens - 1}, so that one can be `,
            ),
          ),
        });
        await expect(
          subject.engine.prepare({ prompt: PROMPTS[1]!, maxTokens: contextTokens }),
        ).rejects.toMatchObject({
          reason: 'context-length',
          parameter: 'maxTokens',
          message: `${promptTokens} prompt tokens and ${contextTokens} to generate do not fit into the context of ${contextTokens} tokens`,
        });
        const { maxTokens } = await subject.engine.prepare({
          prompt: PROMPTS[1]!,
          maxTokens: contextTokens - promptTokens,
        });
        expect(maxTokens).toBe(contextTokens - promptTokens);
      },
    );
  });

  describe('disposing', () => {
    const gone = new EngineError('the engine has been disposed of');

    test('afterwards nothing can be asked of it; a second time does nothing', async () => {
      const other = await open();
      const prepared = await other.prepare({ prompt: 'We', maxTokens: 2 });
      await other[Symbol.asyncDispose]();
      await other.dispose();
      await expect(other.generate([prepared])).rejects.toThrow(gone);
      await expect(other.prepare({ prompt: 'We' })).rejects.toThrow(gone);
    });

    test('a batch that runs is aborted', async () => {
      const other = await open();
      const prepared = await other.prepare(greedy(PROMPTS[0]!, LONG));
      let disposed: Promise<void> | undefined;
      const run = other.generate([prepared], { emit: () => void (disposed ??= other.dispose()) });
      await expect(run).rejects.toThrow(gone);
      await disposed;
    });
  });
}
