import type { Engine, GenerationRequest, PrepareOptions } from 'lockstep/engine';
import { describe, expect, test } from 'vitest';
import { HandDrivenEngine, textOf } from './hand-driven-engine.js';
import { listen, metric, type RunningServer, until } from './running-server.js';

/** Counts what it is asked to prepare, and prepares as the test has it. */
class WatchedEngine extends HandDrivenEngine {
  readonly asked: string[] = [];
  /** Comes before a prompt is prepared. */
  before: (prompt: string, options: PrepareOptions) => Promise<void> | void = () => {};

  override async prepare(request: GenerationRequest, options: PrepareOptions = {}) {
    this.asked.push(textOf(request));
    await this.before(textOf(request), options);
    return super.prepare(request);
  }
}

class WithSeeds extends WatchedEngine {
  withSeed: Engine['withSeed'] = (prepared, seed) => ({
    ...prepared,
    request: { ...prepared.request, seed },
  });
}

const ask = ({ client }: RunningServer, prompt: string | string[], more: object = {}) =>
  client.completions.create({ model: 'by-hand', prompt, ...more });

const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('a prompt is tokenised once', () => {
  test.for<[string, WatchedEngine, object, string[]]>([
    ['for n answers', new WatchedEngine(), { n: 5 }, ['a', 'b']],
    ['for n answers with seeds', new WithSeeds(), { n: 5, seed: 1 }, ['a', 'b']],
  ])('%s', async ([, engine, more, expected], context) => {
    const server = await listen(context, { engine, maxBatchSize: 10 });
    const answer = ask(server, ['a', 'b'], more);
    const batch = await engine.nextBatch();
    expect(engine.asked).toEqual(expected);
    expect(batch.requests.map(({ request }) => request.prompt)).toEqual([
      ...Array(5).fill('a'),
      ...Array(5).fill('b'),
    ]);
    if ('seed' in more) {
      expect(batch.requests.map(({ request }) => request.seed)).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
    }
    batch.echo();
    await answer;
  });
});

test('the first prompt that is refused ends it', async (context) => {
  const engine = new WatchedEngine();
  const server = await listen(context, { engine });
  const error = await failure(ask(server, ['a', 'w '.repeat(200), 'c'], { n: 3 }));
  expect(error).toMatchObject({ status: 400, code: 'context_length_exceeded' });
  expect(engine.asked).toHaveLength(2);
  expect(server.batcher.stats().submitted).toBe(0);
});

test('the event loop turns between two prompts', async (context) => {
  const engine = new WatchedEngine();
  const turns: number[] = [];
  let turn = 0;
  let counting = true;
  const count = () => {
    turn++;
    if (counting) setImmediate(count);
  };
  engine.before = () => void turns.push(turn);
  const server = await listen(context, { engine, maxBatchSize: 10 });
  count();
  const answer = ask(server, ['a', 'b', 'c', 'd']);
  (await engine.nextBatch()).echo();
  counting = false;
  await answer;
  expect(new Set(turns).size).toBe(4);
});

describe('the queue is asked first', () => {
  test('a full queue answers before anything is tokenised', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine, maxBatchSize: 1, maxQueueSize: 2 });
    const first = ask(server, 'first');
    const batch = await engine.nextBatch();
    const second = ask(server, ['second', 'third']);
    await until(server, ({ waiting }) => waiting === 2);
    expect(engine.asked).toEqual(['first', 'second', 'third']);
    expect(await failure(ask(server, 'fourth'))).toMatchObject({ status: 429, code: 'queue_full' });
    expect(engine.asked).toHaveLength(3);
    expect(server.batcher.stats().rejected).toBe(1);
    batch.echo();
    for (let i = 0; i < 2; i++) (await engine.nextBatch()).echo();
    await Promise.all([first, second]);
  });

  test('a prompt that is being tokenised has its place', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine, maxBatchSize: 1, maxQueueSize: 1 });
    let goOn = () => {};
    const begun = new Promise<void>((begun) => {
      engine.before = () =>
        new Promise<void>((resolve) => {
          goOn = resolve;
          begun();
        });
    });
    const first = ask(server, 'first');
    await begun;
    expect(await failure(ask(server, 'second'))).toMatchObject({ status: 429 });
    expect(engine.asked).toEqual(['first']);
    engine.before = () => {};
    goOn();
    (await engine.nextBatch()).echo();
    await first;
    // Its place is free again.
    const third = ask(server, 'third');
    (await engine.nextBatch()).echo();
    await third;
  });

  test('a prompt that was refused gives its place back', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine, maxQueueSize: 1 });
    for (let i = 0; i < 3; i++) {
      expect(await failure(ask(server, 'w '.repeat(200)))).toMatchObject({ status: 400 });
    }
  });

  test('a server that drains answers before anything is tokenised', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine });
    const drained = server.batcher.drain();
    expect(await failure(ask(server, 'Hi'))).toMatchObject({ status: 503, code: 'draining' });
    expect(engine.asked).toEqual([]);
    await drained;
  });
});

describe('preparing ends when it is no longer wanted', () => {
  test('by a client that leaves: the engine hears of it, and no other prompt is prepared', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine });
    const leaving = new AbortController();
    const heard = new Promise<unknown>((resolve) => {
      engine.before = (_, { signal }) =>
        new Promise<void>((_, reject) => {
          leaving.abort();
          signal!.addEventListener('abort', () => {
            resolve(signal!.reason);
            reject(signal!.reason as Error);
          });
        });
    });
    const asked = server.client.completions.create(
      { model: 'by-hand', prompt: ['a', 'b'] },
      { signal: leaving.signal },
    );
    await Promise.all([failure(asked), heard]);
    while ((await metric(server, 'request_failures_total', { reason: 'cancelled' })) < 1);
    expect(engine.asked).toEqual(['a']);
    expect(server.batcher.stats().submitted).toBe(0);
  });

  test('by its time: also where the engine pays no attention, and fails later', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine, requestTimeoutMs: 20 });
    let fail = () => {};
    engine.before = () =>
      new Promise<void>((_, reject) => {
        fail = () => reject(new Error('too late to matter'));
      });
    expect(await failure(ask(server, ['a', 'b']))).toMatchObject({ status: 504, code: 'deadline_exceeded' });
    // Vitest fails a run in which a rejection goes unhandled.
    fail();
    await new Promise(setImmediate);
    expect(engine.asked).toEqual(['a']);
    engine.before = () => {};
    expect(server.batcher.stats().waiting).toBe(0);
  });

  test('by its time: also where the tokeniser holds up the event loop until then', async (context) => {
    const engine = new WatchedEngine();
    const server = await listen(context, { engine, requestTimeoutMs: 5 });
    engine.before = () => {
      const until = performance.now() + 10;
      while (performance.now() < until);
    };
    expect(await failure(ask(server, ['a', 'b']))).toMatchObject({ status: 504 });
    expect(server.batcher.stats().submitted).toBe(0);
  });
});
