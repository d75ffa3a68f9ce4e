import { createBatcher, type Departure } from 'lockstep/batcher';
import { type DecisionRecord, full, none, oldest } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, resumeTime, settle, stopTime } from '../support/fake-time.js';
import { follow } from '../support/follow.js';

beforeEach(stopTime);
afterEach(resumeTime);

/** An engine that takes `ms` for every batch, and stops when it is told to. */
function slowly(ms: number) {
  const seen: { aborted: number; rows: boolean[] } = { aborted: 0, rows: [] };
  const run = (
    items: readonly string[],
    { signal, signals }: { signal: AbortSignal; signals: readonly AbortSignal[] },
  ) =>
    new Promise<string[]>((resolve, reject) => {
      const timer = setTimeout(() => {
        seen.rows = signals.map(({ aborted }) => aborted);
        resolve(items.map((item) => item.toUpperCase()));
      }, ms);
      signal.addEventListener('abort', () => {
        seen.aborted++;
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    });
  return { run, seen };
}

describe('cancelling', () => {
  test('a waiting item leaves at once and frees its place', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 1 });
    const departures: Departure[] = [];
    batcher.on('departure', (departure) => departures.push(departure));
    follow(batcher.submit('running'));
    await pass(10);
    const controller = new AbortController();
    const waiting = follow(batcher.submit('waiting', { signal: controller.signal }));
    await pass(10);
    controller.abort(new Error('changed my mind'));
    await pass(1);
    expect(waiting.error).toEqual(new Error('changed my mind'));
    const next = follow(batcher.submit('next'));
    await pass(200);
    expect(next.value).toBe('NEXT');
    expect(departures).toEqual([
      { request: 1, arrivedAt: 10, leftAt: 20, outcome: 'cancelled', promptTokens: 1 },
    ]);
  });

  test('a running item rejects at once, its row is told, the others get their answers', async () => {
    const { run, seen } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: full() });
    const controller = new AbortController();
    const gone = follow(batcher.submit('gone', { signal: controller.signal }));
    const stays = follow(batcher.submit('stays'));
    await pass(50);
    controller.abort();
    await pass(1);
    expect(gone.error?.name).toBe('AbortError');
    await pass(100);
    expect(stays.value).toBe('STAYS');
    expect(seen).toEqual({ aborted: 0, rows: [true, false] });
  });

  test('when all of a batch are cancelled the run is aborted and the engine free', async () => {
    const { run, seen } = slowly(1000);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: full() });
    const records: DecisionRecord[] = [];
    batcher.on('batch', (record) => records.push(record));
    const controller = new AbortController();
    follow(batcher.submit('a', { signal: controller.signal }));
    follow(batcher.submit('b', { signal: controller.signal }));
    await pass(50);
    controller.abort();
    await settle();
    expect(seen.aborted).toBe(1);
    expect(records[0]).toMatchObject({
      endedAt: 50,
      members: [{ outcome: 'cancelled' }, { outcome: 'cancelled' }],
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a signal that was aborted before is not even admitted', async () => {
    const batcher = createBatcher({ run: slowly(1).run, maxBatchSize: 1 });
    await expect(
      batcher.submit('late', { signal: AbortSignal.abort(new Error('long ago')) }),
    ).rejects.toThrow('long ago');
    expect(batcher.stats().submitted).toBe(0);
  });

  test('a run may ask for a row instead of listening', async () => {
    const wanted: boolean[][] = [];
    const batcher = createBatcher<string, string>({
      run: async (items, { isWanted }) => {
        for (let step = 0; step < 2; step++) {
          await new Promise((resolve) => setTimeout(resolve, 10));
          wanted.push(items.map((_, row) => isWanted(row)));
        }
        return [...items];
      },
      maxBatchSize: 2,
      wait: full(),
    });
    const controller = new AbortController();
    follow(batcher.submit('stays'));
    follow(batcher.submit('gone', { signal: controller.signal }));
    await pass(15);
    controller.abort();
    await pass(10);
    expect(wanted).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  test('a signal may be anything that does as much as an AbortSignal', async () => {
    const { run, seen } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none() });
    const listeners = new Set<() => void>();
    const signal = {
      aborted: false,
      reason: 'enough',
      addEventListener: (_: 'abort', listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: 'abort', listener: () => void) => void listeners.delete(listener),
    };
    const answered = follow(batcher.submit('answered', { signal }));
    await pass(110);
    expect(answered.value).toBe('ANSWERED');
    expect(listeners.size, 'listeners after the answer').toBe(0);

    const gone = follow(batcher.submit('gone', { signal }));
    await pass(10);
    signal.aborted = true;
    for (const listener of listeners) listener();
    await pass(1);
    expect(gone.error).toBe('enough');
    expect(seen.aborted).toBe(1);
    await expect(batcher.submit('late', { signal })).rejects.toBe('enough');
  });

  test('an engine that ignores the abort is given up after a grace', async () => {
    const batcher = createBatcher<string, string>({
      run: (items) => (items[0] === 'deaf' ? new Promise(() => {}) : Promise.resolve([...items])),
      maxBatchSize: 1,
      wait: none(),
      abortGraceMs: 30,
    });
    const controller = new AbortController();
    follow(batcher.submit('deaf', { signal: controller.signal }));
    await pass(10);
    controller.abort();
    const next = follow(batcher.submit('next'));
    await pass(29);
    expect(next).toEqual({});
    await pass(2);
    expect(next.value).toBe('next');
  });
});

describe('deadlines', () => {
  test('an item past its deadline is never run', async () => {
    const { run } = slowly(100);
    const ran = vi.fn(run);
    const batcher = createBatcher({ run: ran, maxBatchSize: 1, wait: none() });
    follow(batcher.submit('first'));
    const second = follow(batcher.submit('second', { timeoutMs: 60 }));
    await pass(59);
    expect(second).toEqual({});
    await pass(1);
    expect(second.error?.name).toBe('DeadlineError');
    expect(second.error?.message).toBe(
      'the deadline came 60 ms after it was submitted, while the item was waiting',
    );
    await pass(200);
    expect(ran).toHaveBeenCalledTimes(1);
    expect(batcher.stats()).toMatchObject({ expired: 1, completed: 1, waiting: 0 });
  });

  test('a running item past its deadline rejects, and its row is cancelled', async () => {
    const { run, seen } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: full() });
    const late = follow(batcher.submit('late', { deadlineAt: new Date(Date.now() + 40) }));
    const other = follow(batcher.submit('other'));
    await pass(40);
    expect(late.error?.message).toBe(
      'the deadline came 40 ms after it was submitted, while the item was running',
    );
    await pass(60);
    expect(other.value).toBe('OTHER');
    expect(seen.rows).toEqual([true, false]);
  });

  test('a deadline that cannot be met is refused on submission, where asked for', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), refuseLate: true });
    const departures: Departure[] = [];
    batcher.on('departure', (departure) => departures.push(departure));
    // Nothing is known before the first batch: it is admitted.
    const unknown = follow(batcher.submit('unknown', { timeoutMs: 150 }));
    await pass(101);
    expect(unknown.value).toBe('UNKNOWN');
    follow(batcher.submit('running'));
    await pass(20);
    const hopeless = follow(batcher.submit('hopeless', { timeoutMs: 179 }));
    const possible = follow(batcher.submit('possible', { timeoutMs: 181 }));
    await settle();
    expect(hopeless.error?.message).toBe('the deadline is in 179 ms, an answer is expected in 180 ms');
    await pass(181);
    expect(possible.value).toBe('POSSIBLE');
    expect(departures.map(({ outcome }) => outcome)).toEqual(['rejected']);
  });

  test('those that wait before it count', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: none(), refuseLate: true });
    follow(batcher.submit('measured'));
    await pass(101);
    const early = ['a', 'b', 'c'].map((item) => follow(batcher.submit(item)));
    const fourth = follow(batcher.submit('d', { timeoutMs: 200 }));
    const fifth = follow(batcher.submit('e', { timeoutMs: 200 }));
    await settle();
    expect(fifth.error?.message).toBe('the deadline is in 200 ms, an answer is expected in 300 ms');
    await pass(199);
    expect([...early, fourth].map(({ error }) => error)).toEqual(Array(4).fill(undefined));
  });

  test('of a timeout and a deadline the earlier one holds', async () => {
    const batcher = createBatcher({ run: slowly(100).run, maxBatchSize: 2, wait: none() });
    const now = performance.now();
    const items = [
      follow(batcher.submit('a', { timeoutMs: 40, deadlineAt: now + 500 })),
      follow(batcher.submit('b', { timeoutMs: 500, deadlineAt: now + 60 })),
    ];
    await pass(39);
    expect(items.map(({ error }) => error)).toEqual([undefined, undefined]);
    await pass(2);
    expect(items.map(({ error }) => error?.name)).toEqual(['DeadlineError', undefined]);
    await pass(20);
    expect(items.map(({ error }) => error?.name)).toEqual(['DeadlineError', 'DeadlineError']);
  });

  const instant = 'deadlineAt: expected an instant of performance.now() or a Date, got';
  test.each<[object, string]>([
    [
      { deadline: 5 },
      'deadline: expected timeoutMs (milliseconds from now) or deadlineAt (an instant of performance.now(), or a Date)',
    ],
    [{ timeoutMs: -1 }, 'timeoutMs: expected milliseconds ≥ 0, got -1'],
    [{ timeoutMs: NaN }, 'timeoutMs: expected milliseconds ≥ 0, got NaN'],
    [{ timeoutMs: new Date(0) }, 'timeoutMs: expected milliseconds ≥ 0, got 1970-01-01T00:00:00.000Z'],
    [
      { timeoutMs: Date.UTC(2026, 0) },
      'timeoutMs: expected milliseconds ≥ 0, got 1767225600000; an instant is given as deadlineAt',
    ],
    [{ deadlineAt: NaN }, `${instant} NaN`],
    [{ deadlineAt: '5s' }, `${instant} 5s`],
    [{ deadlineAt: new Date(NaN) }, `${instant} Invalid Date`],
    [
      { deadlineAt: Date.UTC(2026, 0) },
      `${instant} 1767225600000; milliseconds since 1970 are given as new Date(…)`,
    ],
  ])('%o is refused', async (options, message) => {
    const batcher = createBatcher({ run: slowly(1).run, maxBatchSize: 1 });
    await expect(batcher.submit('x', options)).rejects.toThrow(message);
  });
});

describe('a bounded queue', () => {
  test('rejects with an estimate of when to try again', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 1 });
    follow(batcher.submit('measured'));
    await pass(105);
    follow(batcher.submit('running'));
    await pass(30);
    follow(batcher.submit('waiting'));
    const turnedAway = follow(batcher.submit('turned away'));
    await settle();
    expect(turnedAway.error).toMatchObject({
      name: 'QueueFullError',
      message: 'the queue is full: 1 items wait',
      retryAfterMs: 70,
    });
    expect(batcher.stats()).toMatchObject({ waiting: 1, running: 1, rejected: 1 });
  });

  test('takes several items whole or not at all, those of the same turn counted', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 3 });
    const pair = batcher.submitAll(['a', 'b']).map(follow);
    const tooMany = batcher.submitAll(['c', 'd']).map(follow);
    const one = batcher.submitAll(['e']).map(follow);
    await settle();
    expect(tooMany.map(({ error }) => error?.name)).toEqual(['QueueFullError', 'QueueFullError']);
    await pass(400);
    expect([...pair, ...one].map(({ value }) => value)).toEqual(['A', 'B', 'E']);
  });
});

describe('places that are kept', () => {
  test('count as taken until they are freed, once', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 3 });
    const free = batcher.reserve(2);
    expect(() => batcher.reserve(2)).toThrow('the queue is full: 3 items wait');
    const tooMany = batcher.submitAll(['a', 'b']).map(follow);
    const one = batcher.submitAll(['c']).map(follow);
    tooMany.push(follow(batcher.submit('one more')));
    free();
    free();
    const pair = batcher.submitAll(['d', 'e']).map(follow);
    const full = batcher.submitAll(['f']).map(follow);
    await pass(400);
    expect([...tooMany, ...full].map(({ error }) => error?.name)).toEqual(Array(4).fill('QueueFullError'));
    expect([...one, ...pair].map(({ value }) => value)).toEqual(['C', 'D', 'E']);
  });

  test('an item submitted by itself gets none of them, in its own turn or later', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 2 });
    const running = follow(batcher.submit('a'));
    await pass(1);
    const free = batcher.reserve(1);
    const last = follow(batcher.submit('b'));
    const refused = [follow(batcher.submit('c'))];
    await pass(1);
    refused.push(follow(batcher.submit('d')));
    await settle();
    expect(refused.map(({ error }) => error?.name)).toEqual(Array(2).fill('QueueFullError'));
    expect(batcher.stats()).toMatchObject({ submitted: 4, rejected: 2, waiting: 1 });
    free();
    const kept = follow(batcher.submit('e'));
    await pass(400);
    expect([running, last, kept].map(({ value }) => value)).toEqual(['A', 'B', 'E']);
  });

  test('a refusal counts each of them as rejected, and says when there may be room for all', async () => {
    const { run } = slowly(100);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none(), maxQueueSize: 2 });
    const departures: Departure[] = [];
    batcher.on('departure', (departure) => departures.push(departure));
    follow(batcher.submit('measured'));
    await pass(105);
    follow(batcher.submit('running'));
    await pass(30);
    follow(batcher.submit('waiting'));
    await settle();
    expect(() => batcher.reserve(3)).toThrow(
      expect.objectContaining({ name: 'QueueFullError', retryAfterMs: 170 }) as Error,
    );
    expect(batcher.stats()).toMatchObject({ waiting: 1, rejected: 3 });
    expect(departures).toMatchObject(Array(3).fill({ outcome: 'rejected', promptTokens: 0 }));
  });

  test('a batcher that drains keeps none', async () => {
    const batcher = createBatcher({ run: slowly(1).run, maxBatchSize: 1 });
    const drained = follow(batcher.drain());
    expect(() => batcher.reserve(1)).toThrow(expect.objectContaining({ name: 'DrainingError' }) as Error);
    await pass(1);
    expect(drained.error).toBeUndefined();
  });
});

describe('drain', () => {
  test('starts the open batch at once, finishes what waits, and takes nothing more', async () => {
    const { run } = slowly(10);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: oldest(1000) });
    const records: DecisionRecord[] = [];
    batcher.on('batch', (record) => records.push(record));
    const items = ['a', 'b', 'c'].map((item) => follow(batcher.submit(item)));
    await pass(1);
    const drained = follow(batcher.drain().then(() => performance.now()));
    const late = follow(batcher.submit('late'));
    await pass(30);
    expect(items.map(({ value }) => value)).toEqual(['A', 'B', 'C']);
    expect(late.error).toMatchObject({ name: 'DrainingError' });
    expect(records.map(({ reason }) => reason)).toEqual(['full', 'drain']);
    expect(drained.value).toBe(20);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('may reject what waits', async () => {
    const { run } = slowly(10);
    const batcher = createBatcher({ run, maxBatchSize: 1, wait: none() });
    const [first, second] = ['a', 'b'].map((item) => follow(batcher.submit(item)));
    await pass(1);
    await Promise.all([batcher.drain({ queued: 'reject' }), pass(12)]);
    expect(first!.value).toBe('A');
    expect(second!.error).toMatchObject({ name: 'DrainingError', message: 'the batcher is draining' });
    expect(batcher.stats()).toMatchObject({
      completed: 1,
      rejected: 1,
      waiting: 0,
      running: 0,
      draining: true,
    });
  });

  test('is bounded by a timeout: the run is aborted, everyone hears of it', async () => {
    const { run, seen } = slowly(1000);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: none() });
    const items = ['a', 'b', 'c'].map((item) => follow(batcher.submit(item)));
    await pass(1);
    const drained = follow(batcher.drain({ timeoutMs: 50 }).then(() => performance.now()));
    await pass(60);
    expect(drained.value).toBe(51);
    expect(items.map(({ error }) => error?.message)).toEqual(
      Array(3).fill('the batcher was to be drained within 50 ms'),
    );
    expect(seen.aborted).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('resolves at once with nothing to do, and can be asked again', async () => {
    const batcher = createBatcher({ run: slowly(1).run, maxBatchSize: 1 });
    await batcher.drain();
    await batcher.drain({ queued: 'reject', timeoutMs: 5 });
    expect(() => batcher.drain({ timeoutMs: -1 })).toThrow(
      'timeoutMs: expected milliseconds ≥ 0 or Infinity, got -1',
    );
  });
});

describe('a run that takes too long', () => {
  test('is aborted; rows are re-run alone, so that only the one that hangs is harmed', async () => {
    const batcher = createBatcher<string, string>({
      run: (items, { signal }) =>
        items.includes('hangs')
          ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
          : Promise.resolve([...items]),
      maxBatchSize: 4,
      wait: none(),
      runTimeoutMs: 100,
    });
    const items = ['a', 'hangs', 'b', 'c'].map((item) => follow(batcher.submit(item)));
    await pass(350);
    expect(items.map(({ value, error }) => value ?? error?.message)).toEqual([
      'a',
      'the run took longer than 100 ms',
      'b',
      'c',
    ]);
  });

  test('and does not heed the abort is given up: no re-runs, and the next batch starts', async () => {
    let calls = 0;
    const batcher = createBatcher<string, string>({
      run: (items) => (calls++ === 0 ? new Promise(() => {}) : Promise.resolve([...items])),
      maxBatchSize: 2,
      wait: none(),
      runTimeoutMs: 100,
      abortGraceMs: 50,
    });
    const items = ['a', 'b', 'c'].map((item) => follow(batcher.submit(item)));
    await pass(151);
    expect(items.map(({ value, error }) => value ?? error?.name)).toEqual([
      'RunTimeoutError',
      'RunTimeoutError',
      'c',
    ]);
    expect(calls).toBe(2);
  });

  test('what it says after it was given up is ignored', async () => {
    let late!: (outputs: string[]) => void;
    const batcher = createBatcher<string, string>({
      run: () => new Promise((resolve) => (late = resolve)),
      maxBatchSize: 1,
      wait: none(),
      runTimeoutMs: 10,
      abortGraceMs: 0,
    });
    const item = follow(batcher.submit('a'));
    await pass(20);
    late(['too late']);
    await settle();
    expect(item.value).toBeUndefined();
    expect(item.error?.name).toBe('RunTimeoutError');
  });
});
