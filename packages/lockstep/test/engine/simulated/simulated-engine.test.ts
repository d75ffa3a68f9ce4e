import { affine, CostError, exponential, mock } from 'lockstep/cost';
import { EngineError, type GenerationContext, type GenerationRequest } from 'lockstep/engine';
import { simulatedEngine, type SimulatedEngineOptions } from 'lockstep/engine/simulated';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

  test('has 16 tokens when nobody says how many, fewer where the context leaves no more', async () => {
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

  test('answers come at a row’s own end, also when nobody listens to tokens', async () => {
    const { answers } = await timed({ cost: affine({ stepMs: 5 }) }, [30, 10, 20], {}, false);
    expect(answers).toEqual([150, 50, 100]);
  });

  test('one timer for all rows, and none between the ends when nobody listens', async () => {
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

test.each<[Partial<SimulatedEngineOptions>, message: string]>([
  [{ speed: 0 }, 'simulatedEngine: expected speed to be above 0, got 0'],
  [{ speed: NaN }, 'simulatedEngine: expected speed to be above 0, got NaN'],
  [{ contextTokens: 1 }, 'simulatedEngine: expected contextTokens to be an integer ≥ 2 or Infinity, got 1'],
  [{ maxBatchSize: 0.5 }, 'simulatedEngine: expected maxBatchSize to be an integer ≥ 1 or Infinity, got 0.5'],
  [{ model: '' }, "simulatedEngine: expected model to be a text that is not empty, got ''"],
])('%j is refused', (options, message) => {
  expect(() => simulatedEngine({ cost: mock(), ...options })).toThrow(new EngineError(message));
});
