import {
  type Engine,
  EngineError,
  type GenerationContext,
  type GenerationRequest,
  RequestError,
  type TokenPart,
} from 'lockstep/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record, textAlone } from './engine-recording.js';

/** What the suite has to know of an engine. A clause that is skipped says why. */
export interface EngineTraits {
  /** A request whose text ends by itself, before 200 tokens. */
  readonly endsByItself: GenerationRequest | Skip;
  /** A request whose text has characters outside the Basic Multilingual Plane. */
  readonly writesEmoji: GenerationRequest | Skip;
  /** Clauses that do not hold for this engine. */
  readonly skip?: {
    /** Different seeds make different texts. */
    readonly seedsDiffer?: string;
    /** `prepare` counts the prompt's tokens, and measures them against the context. */
    readonly promptTokens?: string;
  };
}

interface Skip {
  readonly skip: string;
}

const PROMPTS: readonly string[] = [
  'The whale',
  'My fellow citizens, we have come together in this house to speak of what this nation has done, and to say',
  'Captain Ahab stood',
  'We',
  'In the morning the sea was calm, and the men, who had slept but little, went up to look for a sail, when',
  'The people of the United States must never forget that',
  'Call me',
  'A ship',
];

/** Long enough that a batch can be interfered with while it runs. */
const LONG = 150;

/**
 * What every engine promises, asked of one.
 * @param open makes an engine that takes batches of up to 8 and whose context holds at least 256 tokens
 */
export function engineContract(name: string, open: () => Promise<Engine>, traits: EngineTraits): void {
  describe(`the contract of engines: ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(async () => {
      await engine.dispose();
    });

    /** Greedy, and exactly so long where the engine can be told so. */
    const greedy = (prompt: string, maxTokens: number): GenerationRequest => ({
      prompt,
      maxTokens,
      temperature: 0,
      ...(engine.can.ignoreEnd && { ignoreEnd: true }),
    });
    const full = () => PROMPTS.slice(0, engine.limits.maxBatchSize);

    /** What belongs together does: parts to text, tokens to counts, answers to results. */
    const consistent = async (requests: readonly GenerationRequest[], context?: GenerationContext) => {
      const recording = await record(engine, requests, context);
      const { results, parts, answers, late } = recording;
      expect(results).toHaveLength(requests.length);
      expect(late, 'rows that emitted after their answer').toEqual([]);
      expect(parts.map(textOf), 'the parts of each row, joined').toEqual(results.map(({ text }) => text));
      expect(parts.map(tokensOf)).toEqual(results.map(({ outputTokens }) => outputTokens));
      parts.forEach(inOrder);
      expect(answers.map(({ row }) => row).sort((a, b) => a - b)).toEqual(results.map((_, row) => row));
      for (const { row, result } of answers) expect(result).toEqual(results[row]);
      return recording;
    };

    describe('results', () => {
      test('come in order, with the counts of prompt and output', async () => {
        const requests = full().map((prompt, i) => greedy(prompt, 3 + i));
        const { results } = await consistent(requests);
        for (const [i, { outputTokens, finishReason, text }] of results.entries()) {
          expect(outputTokens).toBeLessThanOrEqual(3 + i);
          if (engine.can.ignoreEnd)
            expect({ outputTokens, finishReason }).toEqual({ outputTokens: 3 + i, finishReason: 'length' });
          expect(text).toBe(await textAlone(engine, requests[i]!));
        }
      });

      test.skipIf(traits.skip?.promptTokens)(
        `count the prompt as prepare does${because(traits.skip?.promptTokens)}`,
        async () => {
          const prepared = await Promise.all(PROMPTS.map((prompt) => engine.prepare(greedy(prompt, 2))));
          const results = await engine.generate(prepared.slice(0, 2));
          expect(results).toMatchObject(prepared.slice(0, 2).map(({ promptTokens }) => ({ promptTokens })));
          expect(prepared[1]!.promptTokens).toBeGreaterThan(prepared[0]!.promptTokens);
        },
      );

      test('come for every size of batch', async () => {
        for (let size = 1; size <= engine.limits.maxBatchSize && size <= 8; size++) {
          await consistent(
            full()
              .slice(0, size)
              .map((prompt) => greedy(prompt, 4)),
          );
        }
      });

      test('have their own most tokens, from a single one on', async () => {
        const most = [1, 12, 2, 30];
        const { results } = await consistent(most.map((maxTokens, i) => greedy(PROMPTS[i]!, maxTokens)));
        for (const [i, { outputTokens }] of results.entries())
          expect(outputTokens).toBeLessThanOrEqual(most[i]!);
        expect(results[0]).toMatchObject({ outputTokens: 1, finishReason: 'length' });
      });

      test('are the same without anyone listening', async () => {
        const requests = full().map((prompt) => greedy(prompt, 8));
        const prepared = await Promise.all(requests.map((request) => engine.prepare(request)));
        expect(await engine.generate(prepared)).toEqual((await record(engine, requests)).results);
      });

      test('a batch prepared once can be run again', async () => {
        const prepared = [await engine.prepare(greedy(PROMPTS[1]!, 8))];
        expect(await engine.generate(prepared)).toEqual(await engine.generate(prepared));
      });

      const end = traits.endsByItself;
      test.skipIf('skip' in end)(`end by themselves with reason stop${because(skipOf(end))}`, async () => {
        const request = end as GenerationRequest;
        const { results } = await consistent([request, greedy(PROMPTS[0]!, 200)]);
        expect(results[0]!.finishReason).toBe('stop');
        expect(results[0]!.outputTokens).toBeLessThan(200);
        if (!engine.can.ignoreEnd) return;
        const [on] = (await consistent([{ ...request, maxTokens: 200, ignoreEnd: true }])).results;
        expect(on).toMatchObject({ finishReason: 'length', outputTokens: 200 });
      });
    });

    describe('a batch changes no text', () => {
      test('greedy in a batch is greedy alone, for prompts and outputs of unequal lengths', async () => {
        const requests = Array.from({ length: 24 }, (_, i) =>
          greedy(
            `${PROMPTS[i % PROMPTS.length]} ${PROMPTS[(i * 5 + 3) % PROMPTS.length]!.slice(0, i)}`,
            1 + ((i * 7) % 24),
          ),
        );
        const alone = [];
        for (const request of requests) alone.push(await textAlone(engine, request));
        const batched = [];
        const size = Math.min(engine.limits.maxBatchSize, 8);
        for (let i = 0; i < requests.length; i += size) {
          const { results } = await consistent(requests.slice(i, i + size));
          batched.push(...results.map(({ text }) => text));
        }
        expect(batched).toEqual(alone);
      });

      test('the same seed makes the same text, alone and in a batch', async ({ skip }) => {
        if (!(engine.can.sampling && engine.can.seed)) skip('it takes no seed');
        const seeded = PROMPTS.slice(0, 4).map((prompt, i) => ({
          ...greedy(prompt, 20),
          temperature: 1,
          topP: 0.95,
          seed: i === 3 ? -7 : 40 + i,
        }));
        const alone = [];
        for (const request of seeded) alone.push(await textAlone(engine, request));
        expect((await consistent(seeded)).results.map(({ text }) => text)).toEqual(alone);
        expect((await consistent([...seeded].reverse())).results.map(({ text }) => text).reverse()).toEqual(
          alone,
        );
      });

      test.skipIf(traits.skip?.seedsDiffer)(
        `different seeds make different texts${because(traits.skip?.seedsDiffer)}`,
        async ({ skip }) => {
          if (!(engine.can.sampling && engine.can.seed)) skip('it takes no seed');
          const requests = [1, 2, 3, 4].map((seed) => ({ ...greedy(PROMPTS[0]!, 20), temperature: 1, seed }));
          const { results } = await consistent(requests);
          expect(new Set(results.map(({ text }) => text)).size).toBe(4);
        },
      );
    });

    describe('stop strings', () => {
      test('neither the text nor any part has anything of one that lies across tokens', async ({ skip }) => {
        if (!engine.can.stop) skip('it knows no stop strings');
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
        if (!engine.can.stop) skip('it knows no stop strings');
        const request = greedy(PROMPTS[1]!, 12);
        const text = await textAlone(engine, request);
        const { results } = await consistent([{ ...request, stop: [`${text.slice(-3)}\u0000`] }]);
        expect(results[0]).toMatchObject({
          text,
          finishReason: engine.can.ignoreEnd ? 'length' : expect.anything(),
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

    describe('cancelling', () => {
      test('a row that is cancelled on its way ends there; the others get what they would have got', async () => {
        const requests = PROMPTS.slice(0, 3).map((prompt) => greedy(prompt, LONG));
        const undisturbed = (await consistent(requests)).results;
        const rows = requests.map(() => new AbortController());
        const { results } = await consistent(requests, {
          signals: rows.map(({ signal }) => signal),
          emit: (row) => {
            if (row === 1) rows[1]!.abort();
          },
        });
        expect(results[1]!.finishReason).toBe('cancelled');
        expect(results[1]!.outputTokens).toBeLessThan(LONG);
        expect(undisturbed[1]!.text.startsWith(results[1]!.text)).toBe(true);
        expect([results[0], results[2]]).toEqual([undisturbed[0], undisturbed[2]]);
      });

      test('a row that was cancelled before emits nothing', async () => {
        const requests = PROMPTS.slice(0, 2).map((prompt) => greedy(prompt, 6));
        const { results, parts } = await consistent(requests, {
          signals: [AbortSignal.abort(), new AbortController().signal],
        });
        expect(results[0]).toMatchObject({ text: '', finishReason: 'cancelled', outputTokens: 0 });
        expect(parts[0]).toEqual([]);
        expect(results[1]!.text).toBe(await textAlone(engine, requests[1]!));
      });

      test('all rows cancelled before: the batch ends', async () => {
        const signals = [AbortSignal.abort(), AbortSignal.abort()];
        const { results } = await consistent(
          PROMPTS.slice(0, 2).map((prompt) => greedy(prompt, LONG)),
          { signals },
        );
        expect(results.map(({ finishReason }) => finishReason)).toEqual(['cancelled', 'cancelled']);
      });

      test('the whole batch rejects with the signal’s reason, and the engine can be used afterwards', async () => {
        const requests = PROMPTS.slice(0, 3).map((prompt) => greedy(prompt, LONG));
        const before = (await record(engine, requests)).results;
        const whole = new AbortController();
        const reason = new Error('nobody is left');
        let emitted = 0;
        const run = record(engine, requests, {
          signal: whole.signal,
          emit: () => {
            if (++emitted === 3) whole.abort(reason);
          },
        });
        await expect(run).rejects.toBe(reason);
        const heard = emitted;
        expect((await record(engine, requests)).results).toEqual(before);
        expect(emitted, 'what the aborted batch emitted later').toBe(heard);
      });

      test('a signal that is aborted already rejects at once, and nothing is emitted', async () => {
        const reason = new Error('too late');
        let emitted = 0;
        const run = record(engine, [greedy(PROMPTS[0]!, LONG)], {
          signal: AbortSignal.abort(reason),
          emit: () => emitted++,
        });
        await expect(run).rejects.toBe(reason);
        expect(emitted).toBe(0);
      });
    });

    describe('misuse', () => {
      test('an empty batch and one larger than the limit are refused', async () => {
        const most = engine.limits.maxBatchSize;
        await expect(engine.generate([])).rejects.toThrow(
          new EngineError(`generate: expected 1 to ${most} requests, got 0`),
        );
        if (most === Infinity) return;
        const prepared = await engine.prepare(greedy('We', 1));
        await expect(engine.generate(Array.from({ length: most + 1 }, () => prepared))).rejects.toThrow(
          new EngineError(`generate: expected 1 to ${most} requests, got ${most + 1}`),
        );
      });

      test('a second batch at the same time is refused, and does not disturb the first', async () => {
        const request = greedy(PROMPTS[1]!, 30);
        const text = await textAlone(engine, request);
        const prepared = await engine.prepare(request);
        const first = engine.generate([prepared]);
        await expect(engine.generate([prepared])).rejects.toThrow(
          new EngineError('generate: a batch is running; expected one at a time'),
        );
        expect(await first).toMatchObject([{ text }]);
      });

      test('a listener that throws fails the batch with its error, and the engine can be used afterwards', async () => {
        const request = greedy(PROMPTS[1]!, 30);
        const before = await textAlone(engine, request);
        const fault = new Error('the listener is broken');
        const faulty = () => {
          throw fault;
        };
        await expect(record(engine, [request, request], { emit: faulty })).rejects.toBe(fault);
        await expect(record(engine, [request, request], { answer: faulty })).rejects.toBe(fault);
        expect(await textAlone(engine, request)).toBe(before);
      });

      test.each<[Partial<GenerationRequest>, parameter: string]>([
        [{ prompt: [] }, 'prompt'],
        [{ maxTokens: 0 }, 'maxTokens'],
        [{ temperature: NaN }, 'temperature'],
        [{ topP: 0 }, 'topP'],
        [{ seed: 0.5 }, 'seed'],
        [{ stop: [''] }, 'stop'],
      ])('prepare refuses %j', async (wrong, parameter) => {
        const refused = await engine.prepare({ prompt: 'We', ...wrong }).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(RequestError);
        expect(refused).toMatchObject({ parameter });
      });

      test.each<[keyof Engine['can'], Partial<GenerationRequest>, parameter: string]>([
        ['chat', { prompt: [{ role: 'user', content: 'Who are you?' }] }, 'prompt'],
        ['sampling', { temperature: 0.5 }, 'temperature'],
        ['sampling', { topP: 0.5 }, 'topP'],
        ['seed', { seed: 1 }, 'seed'],
        ['stop', { stop: ['.'] }, 'stop'],
        ['ignoreEnd', { ignoreEnd: true }, 'ignoreEnd'],
      ])('it can do what it says: %s, for %j', async (ability, wish, parameter) => {
        const request = { prompt: 'We', maxTokens: 3, ...wish };
        if (engine.can[ability]) {
          expect((await consistent([request])).results[0]!.outputTokens).toBeGreaterThanOrEqual(0);
        } else {
          await expect(engine.prepare(request)).rejects.toMatchObject({ reason: 'unsupported', parameter });
        }
      });

      test.skipIf(traits.skip?.promptTokens)(
        `prepare refuses what does not fit into the context${because(traits.skip?.promptTokens)}`,
        async ({ skip }) => {
          const { contextTokens } = engine.limits;
          if (contextTokens === Infinity) skip('its context has no end');
          const { promptTokens } = await engine.prepare({ prompt: PROMPTS[1]! });
          const tooLong = `${PROMPTS[1]} `.repeat(Math.ceil(contextTokens / promptTokens) + 2);
          await expect(engine.prepare({ prompt: tooLong })).rejects.toMatchObject({
            reason: 'context-length',
            parameter: 'prompt',
            message: expect.stringMatching(
              new RegExp(
                `^the prompt has \\d+ tokens; expected at most ${contextTokens - 1}, so that one can be `,
              ),
            ),
          });
          await expect(
            engine.prepare({ prompt: PROMPTS[1]!, maxTokens: contextTokens }),
          ).rejects.toMatchObject({
            reason: 'context-length',
            parameter: 'maxTokens',
            message: `${promptTokens} prompt tokens and ${contextTokens} to generate do not fit into the context of ${contextTokens} tokens`,
          });
          const { maxTokens } = await engine.prepare({
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
        await other.dispose();
        await other.dispose();
        await expect(other.generate([prepared])).rejects.toThrow(gone);
        await expect(other.prepare({ prompt: 'We' })).rejects.toThrow(gone);
      });

      test('a batch that runs is aborted', async () => {
        const other = await open();
        const prepared = await other.prepare(greedy(PROMPTS[0]!, LONG));
        let disposed: Promise<void> | undefined;
        const run = other.generate([prepared], { emit: () => (disposed ??= other.dispose()) });
        await expect(run).rejects.toThrow(gone);
        await disposed;
      });
    });
  });
}

function textOf(parts: readonly TokenPart[]): string {
  return parts.map(({ text }) => text).join('');
}

function tokensOf(parts: readonly TokenPart[]): number {
  return parts.reduce((sum, { tokens }) => sum + tokens, 0);
}

/** Only a row's last part may bring no token. */
function inOrder(parts: readonly TokenPart[]): void {
  for (const [i, { tokens }] of parts.entries()) {
    expect(Number.isInteger(tokens)).toBe(true);
    expect(tokens).toBeGreaterThanOrEqual(i === parts.length - 1 ? 0 : 1);
  }
}

function skipOf(trait: GenerationRequest | Skip): string | undefined {
  return 'skip' in trait ? trait.skip : undefined;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}
