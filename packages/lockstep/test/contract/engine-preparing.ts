import { type GenerationResult, RequestError, withSeed } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { textAlone } from './engine-recording.js';
import { type EngineSubject, PROMPTS } from './engine-subject.js';

const textsOf = (results: readonly (GenerationResult | Error)[]) =>
  results.map((result) => (result as GenerationResult).text);

/** One prompt is prepared once, however many answers to it are wanted. */
export function preparingClauses(subject: EngineSubject): void {
  const { greedy } = subject;

  describe('preparing', () => {
    test('a prepared request can be given to one batch several times', async () => {
      const request = greedy(PROMPTS[1]!, 8);
      const prepared = await subject.engine.prepare(request);
      const text = await textAlone(subject.engine, request);
      expect(textsOf(await subject.engine.generate([prepared, prepared, prepared]))).toEqual([
        text,
        text,
        text,
      ]);
    });

    test('with another seed it is what prepare makes of the request with that seed', async ({ skip }) => {
      const { engine } = subject;
      if (!(engine.can.sampling && engine.can.seed)) skip('it takes no seed');
      const request = { ...greedy(PROMPTS[1]!, 12), temperature: 1, stop: ['\u0000'] };
      const prepared = await engine.prepare(request);
      const seeds = [1, 2, -3];
      const answers = await Promise.all(seeds.map((seed) => withSeed(engine, prepared, seed)));
      const apart = await Promise.all(seeds.map((seed) => engine.prepare({ ...request, seed })));
      expect(answers).toEqual(apart);
      expect(textsOf(await engine.generate(answers))).toEqual(textsOf(await engine.generate(apart)));
      expect(prepared.request, 'the first one is left as it is').toEqual(request);
    });

    test('a seed that prepare refuses is refused', async () => {
      const prepared = await subject.engine.prepare(greedy(PROMPTS[1]!, 2));
      const refused = await withSeed(subject.engine, prepared, 2 ** 53).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RequestError);
      expect(refused).toMatchObject({ parameter: 'seed' });
    });

    test('an aborted signal rejects with its reason', async () => {
      const reason = new Error('the client has left');
      const aborted = { signal: AbortSignal.abort(reason) };
      const request = greedy(PROMPTS[1]!, 2);
      await expect(subject.engine.prepare(request, aborted)).rejects.toBe(reason);
      const prepared = await subject.engine.prepare(request);
      await expect(withSeed(subject.engine, prepared, 1, aborted)).rejects.toBe(reason);
    });
  });
}
