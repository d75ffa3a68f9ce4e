import fc from 'fast-check';
import { affine, CostError, exponential, mock } from 'lockstep/cost';
import { EngineError, type GenerationContext, type GenerationRequest } from 'lockstep/engine';
import { simulatedEngine, type SimulatedEngineOptions } from 'lockstep/engine/simulated';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WordCount } from '../../../src/engine/simulated/mock-text.js';
import { record, textAlone } from '../../contract/engine-recording.js';

describe('the study’s text', () => {
  const engine = simulatedEngine({ cost: mock(), speed: Infinity });

  test.each([
    [1, 'Hi '],
    [2, 'Hi generated_text'],
    [5, 'Hi generated_textgenerated_text'],
    [6, 'Hi generated_textgenerated_textgenerated_text'],
  ])('of %i tokens: %s', async (maxTokens, text) => {
    const [result] = (await record(engine, [{ prompt: 'Hi', maxTokens }])).results;
    expect(result).toEqual({ text, finishReason: 'length', promptTokens: 1, outputTokens: maxTokens });
  });

  test('has 16 tokens where no number is given, fewer where the context leaves no more', async () => {
    expect(await textAlone(engine, { prompt: 'Hi' })).toBe(`Hi ${'generated_text'.repeat(8)}`);
    const small = simulatedEngine({ cost: mock(), speed: Infinity, contextTokens: 5 });
    expect(await small.prepare({ prompt: 'Hi' })).toMatchObject({ promptTokens: 1, maxTokens: 4 });
  });

  test('is the same for every cost model, temperature and seed', async () => {
    const other = simulatedEngine({ cost: affine({ stepMs: 3 }), speed: Infinity });
    const request: GenerationRequest = { prompt: 'Hi', maxTokens: 9 };
    expect(await textAlone(other, { ...request, temperature: 2, seed: 5 })).toBe(
      await textAlone(engine, request),
    );
  });

  test('of a chat begins with its messages', async () => {
    const prompt = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Who are you?' },
    ] as const;
    const { results } = await record(engine, [{ prompt, maxTokens: 2 }]);
    expect(results).toMatchObject([{ text: 'Be brief.\nWho are you? generated_text', promptTokens: 5 }]);
  });

  test('ends before a stop string, with the tokens that it took to see it', async () => {
    const { results } = await record(engine, [{ prompt: 'Hi', maxTokens: 100, stop: ['textg'] }]);
    expect(results).toEqual([
      { text: 'Hi generated_', finishReason: 'stop', promptTokens: 1, outputTokens: 3 },
    ]);
  });

  test.each([
    ['', 1],
    ['  \n', 1],
    ['one', 1],
    [' two  words\n', 2],
  ])('the prompt %j counts as %i', async (prompt, promptTokens) => {
    expect(await engine.prepare({ prompt })).toMatchObject({ promptTokens });
  });
});

describe('time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Runs a batch; every token and answer with the instant at which it came. */
  async function timed(
    options: Omit<SimulatedEngineOptions, 'maxBatchSize'>,
    lengths: readonly number[],
    context: Omit<GenerationContext, 'emit' | 'answer'> = {},
    listening = true,
  ) {
    const engine = simulatedEngine(options);
    const startedAt = performance.now();
    const now = () => performance.now() - startedAt;
    const prepared = await Promise.all(
      lengths.map((maxTokens) => engine.prepare({ prompt: 'a b', maxTokens })),
    );
    const tokens: number[][] = lengths.map(() => []);
    const answers: number[] = [];
    const run = engine.generate(prepared, {
      ...context,
      ...(listening && { emit: (row: number) => tokens[row]!.push(now()) }),
      answer: (row) => (answers[row] = now()),
    });
    const ended = run.then((results) => ({ results, tokens, answers, endedAt: now() }));
    return (await Promise.all([ended, vi.runAllTimersAsync()]))[0];
  }

  test('of mock is the study’s: longest output × 50 ms × max(0.5, 1 − 0.1·ln B)', async () => {
    const { endedAt, answers } = await timed({ cost: mock() }, [10, 4]);
    expect(endedAt).toBe(Math.ceil(10 * 50 * (1 - 0.1 * Math.log(2))));
    expect(answers[1]).toBe(Math.ceil(4 * 50 * (1 - 0.1 * Math.log(2))));
  });

  test('token k comes at prefill + k steps, rounded up to a timer’s millisecond, without adding up', async () => {
    const { tokens, endedAt } = await timed({ cost: affine({ prefillMs: 10, stepMs: 3.3 }) }, [100, 2]);
    const due = Array.from({ length: 100 }, (_, i) => Math.ceil(10 + (i + 1) * 3.3));
    expect(tokens).toEqual([due, due.slice(0, 2)]);
    expect(endedAt).toBe(340);
  });

  test('speed divides it', async () => {
    expect((await timed({ cost: affine({ stepMs: 20 }), speed: 10 }, [5])).tokens).toEqual([
      [2, 4, 6, 8, 10],
    ]);
    expect((await timed({ cost: affine({ stepMs: 20 }), speed: 0.5 }, [5])).endedAt).toBe(200);
    expect((await timed({ cost: affine({ stepMs: 20 }), speed: Infinity }, [5])).endedAt).toBe(0);
  });

  test('answers come at a row’s own end, also without a listener to tokens', async () => {
    const { answers } = await timed({ cost: affine({ stepMs: 5 }) }, [30, 10, 20], {}, false);
    expect(answers).toEqual([150, 50, 100]);
  });

  test('one timer for all rows, and none between the ends without a listener', async () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    await timed({ cost: affine({ stepMs: 5 }) }, [30, 10, 20, 20]);
    expect(set).toHaveBeenCalledTimes(30);
    set.mockClear();
    await timed({ cost: affine({ stepMs: 5 }) }, [30, 10, 20, 20], {}, false);
    expect(set).toHaveBeenCalledTimes(3);
    set.mockRestore();
  });

  test('the batch ends with its longest row that is not cancelled', async () => {
    const long = new AbortController();
    setTimeout(() => long.abort(), 42);
    const { endedAt, answers, results } = await timed({ cost: affine({ stepMs: 5 }) }, [30, 10], {
      signals: [long.signal],
    });
    expect({ endedAt, answers }).toEqual({ endedAt: 50, answers: [42, 50] });
    expect(results[0]).toMatchObject({ finishReason: 'cancelled', outputTokens: 8 });
  });

  test('a row that is found to be unwanted ends before its next token', async () => {
    const { endedAt, results } = await timed({ cost: affine({ stepMs: 5 }) }, [30, 10], {
      isWanted: (row) => row === 1 || performance.now() < 42,
    });
    expect(endedAt).toBe(50);
    expect(results[0]).toMatchObject({ finishReason: 'cancelled', outputTokens: 8 });
  });

  test('an abort is honoured at once, and leaves no timer', async () => {
    const whole = new AbortController();
    setTimeout(() => whole.abort(new Error('stop')), 42);
    const run = timed({ cost: affine({ stepMs: 1000 }) }, [30], { signal: whole.signal });
    await expect(run).rejects.toThrow('stop');
    expect(performance.now()).toBe(42);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a random cost model is drawn anew for each batch, by the seed', async () => {
    const lengths = async (seed: number) => {
      const cost = exponential({ meanMs: 1000 });
      const engine = simulatedEngine({ cost, seed });
      const taken = [];
      for (let i = 0; i < 3; i++) {
        const startedAt = performance.now();
        const run = engine.generate([await engine.prepare({ prompt: '', maxTokens: 1 })]);
        await vi.runAllTimersAsync();
        await run;
        taken.push(performance.now() - startedAt);
      }
      return taken;
    };
    const first = await lengths(3);
    expect(await lengths(3)).toEqual(first);
    expect(new Set(first).size).toBe(3);
    expect(await lengths(4)).not.toEqual(first);
  });

  test('a batch that the cost model cannot run is refused', async () => {
    const cost = {
      name: 'none',
      time: () => {
        throw new CostError('it does not fit');
      },
    };
    const engine = simulatedEngine({ cost });
    await expect(engine.generate([await engine.prepare({ prompt: '' })])).rejects.toThrow(
      new CostError('it does not fit'),
    );
  });
});

describe('work in proportion to what a client asks for', () => {
  /** Counts turns that the event loop had while something went on. */
  async function turnsDuring<Result>(work: () => Promise<Result>): Promise<[turns: number, Result]> {
    let turns = 0;
    let over = false;
    const count = () => {
      turns++;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const result = await work();
    over = true;
    return [turns, result];
  }

  const endless = { prompt: 'Hi', maxTokens: Number.MAX_SAFE_INTEGER };
  const engine = simulatedEngine({ cost: mock({ tokenMs: 0 }), contextTokens: Infinity });

  test('is bounded by the context, which is 1,048,576 tokens if nothing is said', async () => {
    const usual = simulatedEngine({ cost: mock() });
    expect(usual.limits.contextTokens).toBe(2 ** 20);
    await expect(usual.prepare(endless)).rejects.toMatchObject({
      parameter: 'maxTokens',
      reason: 'context-length',
    });
  });

  test('a stop string that comes ends a text without end', async () => {
    const [result] = await engine.generate([await engine.prepare({ ...endless, stop: ['textg'] })]);
    expect(result).toMatchObject({ text: 'Hi generated_', outputTokens: 3, finishReason: 'stop' });
  });

  test('where a stop string ends a text is found as by making all of it', async () => {
    const piece = fc.constantFrom('generated', '_text', 'ed_', 'g', 't', 'Hi ', 'x');
    const stop = fc.array(fc.array(piece, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(stop, fc.integer({ min: 1, max: 40 }), async (stops, maxTokens) => {
        const texts = stops.map((pieces) => pieces.join(''));
        const whole = `Hi ${'generated_text'.repeat(maxTokens / 2)}`;
        const places = texts.map((text) => whole.indexOf(text)).filter((at) => at >= 0);
        const cut = places.length === 0 ? whole.length : Math.min(...places);
        const [result] = await engine.generate([
          await engine.prepare({ prompt: 'Hi', maxTokens, stop: texts }),
        ]);
        expect(result).toMatchObject({
          text: whole.slice(0, cut),
          finishReason: places.length === 0 ? 'length' : 'stop',
        });
      }),
      { numRuns: 500 },
    );
  });

  test.each<[what: string, listening: boolean, stop: string[]]>([
    ['its tokens have no listener', false, []],
    ['its tokens are told', true, []],
    ['a stop string never comes', false, ['nowhere', `${'generated_text'.repeat(10_000)}!`]],
  ])(
    'others have their turn while a text without end is made, and it can be aborted: %s',
    async (_, listening, stop) => {
      const whole = new AbortController();
      const prepared = await engine.prepare({ ...endless, stop });
      let told = 0;
      const run = engine.generate([prepared, prepared], {
        signal: whole.signal,
        ...(listening && { emit: () => told++ }),
      });
      let turns = 0;
      const count = () => {
        if (++turns === 5) whole.abort(new Error('enough'));
        else setImmediate(count);
      };
      setImmediate(count);
      await expect(run).rejects.toThrow('enough');
      expect(turns).toBe(5);
    },
  );

  test('one row of it can be cancelled, and the engine disposed of', async () => {
    const row = new AbortController();
    const own = simulatedEngine({ cost: mock({ tokenMs: 0 }), contextTokens: Infinity });
    const prepared = await own.prepare(endless);
    const run = own.generate([prepared, await own.prepare({ prompt: 'Hi', maxTokens: 2 })], {
      signals: [row.signal, new AbortController().signal],
    });
    setImmediate(() => row.abort());
    expect(await run).toMatchObject([{ finishReason: 'cancelled' }, { text: 'Hi generated_text' }]);
    const again = own.generate([prepared]).catch((error: unknown) => error);
    await own.dispose();
    expect(await again).toEqual(new EngineError('the engine has been disposed of'));
  });

  test('a long prompt is counted and looked through in pieces', async () => {
    const prompt = 'a '.repeat(4 * 2 ** 20);
    const stop = Array.from({ length: 16 }, (_, i) => `${'a '.repeat(1000 + i)}b`);
    const [turns, result] = await turnsDuring(async () => {
      const prepared = await engine.prepare({ prompt, maxTokens: 1, stop });
      expect(prepared.promptTokens).toBe(4 * 2 ** 20);
      return engine.generate([prepared]);
    });
    expect(result).toMatchObject([{ text: `${prompt} `, finishReason: 'length' }]);
    expect(turns).toBeGreaterThan(5);
  });

  test('prepare stops when its signal is aborted', async () => {
    const client = new AbortController();
    const prepared = engine.prepare({ prompt: ' a'.repeat(16 * 2 ** 20) }, { signal: client.signal });
    setImmediate(() => client.abort(new Error('gone')));
    await expect(prepared).rejects.toThrow('gone');
  });

  test('words are those between white space', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\u00a0', '\u2003', '\ufeff', '\u200b', '🐋') }),
        ),
        (pieces) => {
          const count = new WordCount();
          for (const piece of pieces) count.push(piece);
          expect(count.words).toBe(
            pieces
              .join('')
              .split(/\s+/)
              .filter((word) => word !== '').length,
          );
        },
      ),
    );
    for (let codeUnit = 0; codeUnit < 0x10000; codeUnit++) {
      const count = new WordCount();
      count.push(String.fromCharCode(codeUnit));
      if ((count.words === 0) !== /^\s$/.test(String.fromCharCode(codeUnit))) expect.fail(String(codeUnit));
    }
  });
});

test.each<[Partial<SimulatedEngineOptions>, message: string]>([
  [{ speed: 0 }, 'simulatedEngine: expected speed to be above 0, got 0'],
  [{ speed: NaN }, 'simulatedEngine: expected speed to be above 0, got NaN'],
  [{ contextTokens: 1 }, 'simulatedEngine: expected contextTokens to be an integer ≥ 2 or Infinity, got 1'],
  [{ maxBatchSize: 0.5 }, 'simulatedEngine: expected maxBatchSize to be an integer ≥ 1 or Infinity, got 0.5'],
  [{ model: '' }, "simulatedEngine: expected model to be a text that is not empty, got ''"],
])('%j is refused', (options, message) => {
  expect(() => simulatedEngine({ cost: mock(), ...options })).toThrow(new EngineError(message));
});
