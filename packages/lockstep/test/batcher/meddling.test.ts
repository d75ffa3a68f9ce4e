import { getEventListeners } from 'node:events';
import { type BatchContext, createBatcher, type Departure } from 'lockstep/batcher';
import { type DecisionRecord, none, oldest } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, promises, resumeTime, settle, stopTime } from '../support/fake-time.js';
import { follow, unexpected } from '../support/follow.js';

beforeEach(stopTime);
afterEach(resumeTime);

// Runs, callbacks and listeners are called in the middle of things, and may do anything to the batcher from there.

const echo = async (items: readonly string[]) => [...items];

/** Everything that a batcher tells, in order. */
function told(batcher: { on: ReturnType<typeof createBatcher>['on'] }) {
  const records: DecisionRecord[] = [];
  const departures: Departure[] = [];
  batcher.on('batch', (record) => records.push(record));
  batcher.on('departure', (departure) => departures.push(departure));
  const requests = () => [
    ...records.flatMap(({ members }) => members.map(({ request }) => request)),
    ...departures.map(({ request }) => request),
  ];
  return { records, departures, requests };
}

test.for(['request', 'batch'] as const)(
  'a measure that cancels the item that it measures: it is counted once (release %s)',
  async (release) => {
    const controller = new AbortController();
    const batcher = createBatcher({
      run: echo,
      maxBatchSize: 2,
      wait: none(),
      release,
      measure: {
        promptTokens: () => 1,
        outputTokens: (output) => {
          if (output === 'a') controller.abort();
          return 1;
        },
      },
    });
    const items = [batcher.submit('a', { signal: controller.signal }), batcher.submit('b')].map(follow);
    await settle();
    expect(items.map(({ value, error }) => value ?? error?.name)).toEqual(['AbortError', 'b']);
    expect(batcher.stats()).toMatchObject({ completed: 1, cancelled: 1, waiting: 0, running: 0 });
  },
);

describe('a listener', () => {
  test('may cancel an item that is starting: it is told of once, as a row of its batch', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 1, wait: oldest(10), maxQueueSize: 1 });
    const { requests } = told(batcher);
    const controller = new AbortController();
    batcher.on('departure', () => controller.abort());
    const starting = follow(batcher.submit('starting', { signal: controller.signal }));
    const refused = follow(batcher.submit('refused'));
    await settle();
    expect(refused.error?.name).toBe('QueueFullError');
    expect(starting.error?.name).toBe('AbortError');
    expect(requests()).toEqual([0, 1]);
    expect(batcher.stats()).toMatchObject({ waiting: 0, running: 0, cancelled: 1, rejected: 1 });
    const next = follow(batcher.submit('next'));
    await settle();
    expect(next.value).toBe('next');
  });

  test('may cancel others that wait, and a later one is still started in time', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 4, wait: oldest(20) });
    const controller = new AbortController();
    const late = follow(batcher.submit('late', { timeoutMs: 5 }));
    const other = follow(batcher.submit('other', { signal: controller.signal }));
    let next: { value?: string } = {};
    batcher.once('departure', () => {
      controller.abort();
      expect(batcher.stats()).toMatchObject({ waiting: 0, cancelled: 1, expired: 1 });
      next = follow(batcher.submit('next'));
    });
    await pass(5);
    expect([late.error?.name, other.error?.name]).toEqual(['DeadlineError', 'AbortError']);
    await pass(20);
    expect(next.value).toBe('next');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('may cancel the last that waits: the wake that it had asked for still serves the next one', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 4, wait: oldest(100) });
    const controller = new AbortController();
    const deadlineAt = new Date(Date.now() + 15);
    follow(batcher.submit('late', { timeoutMs: 5 }));
    let next: { error?: Error } = {};
    batcher.submit('other', { signal: controller.signal, deadlineAt }).catch(() => {
      next = follow(batcher.submit('next', { deadlineAt }));
    });
    batcher.once('departure', () => controller.abort());
    await pass(15);
    expect(next.error?.name).toBe('DeadlineError');
  });

  test('may drain: what is starting is not called waiting any more', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 1, wait: none(), maxQueueSize: 1 });
    const { requests } = told(batcher);
    batcher.once('departure', () => {
      batcher.drain({ queued: 'reject' }).catch(unexpected);
    });
    const items = ['starts', 'refused'].map((item) => follow(batcher.submit(item)));
    await settle();
    expect(items.map(({ value, error }) => value ?? error?.name)).toEqual(['starts', 'QueueFullError']);
    expect(requests()).toEqual([0, 1]);
  });
});

describe('a callback for parts', () => {
  const emitting = async (items: readonly string[], { emit }: BatchContext<string, string>) => {
    await null;
    items.forEach((_, row) => emit(row, 'part'));
    return [...items];
  };

  test('may cancel its own item and throw: it is cancelled, and counted once', async () => {
    const batcher = createBatcher<string, string, string>({ run: emitting, maxBatchSize: 2, wait: none() });
    const controller = new AbortController();
    const onPart = () => {
      controller.abort(new Error('enough'));
      controller.signal.throwIfAborted();
    };
    const mine = follow(batcher.submit('mine', { signal: controller.signal, onPart }));
    const other = follow(batcher.submit('other'));
    await settle();
    expect([mine.error?.message, other.value]).toEqual(['enough', 'other']);
    expect(batcher.stats()).toMatchObject({ submitted: 2, cancelled: 1, failed: 0, completed: 1 });
  });

  test('may throw while run is being called: the signal of its row is aborted all the same', async () => {
    let rows: boolean[] = [];
    const batcher = createBatcher<string, string, string>({
      run: (items, { signals, emit }) => {
        const aborted = () => signals.map((signal) => signal.aborted);
        rows = aborted();
        emit(0, 'part');
        rows = aborted();
        return Promise.resolve([...items]);
      },
      maxBatchSize: 2,
      wait: none(),
    });
    const onPart = () => {
      throw new Error('my own mistake');
    };
    follow(batcher.submit('bad', { onPart }));
    follow(batcher.submit('good'));
    await settle();
    expect(rows).toEqual([true, false]);
  });
});

describe('a run', () => {
  test('is aborted when the rows that are not answered yet are not wanted any more', async () => {
    const controller = new AbortController();
    const batcher = createBatcher<string, string>({
      run: (_, { signal, answer }) => {
        answer(0, 'early');
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
      maxBatchSize: 2,
      wait: none(),
    });
    const { records } = told(batcher);
    const early = follow(batcher.submit('a'));
    follow(batcher.submit('b', { signal: controller.signal }));
    await pass(5);
    expect(early.value).toBe('early');
    controller.abort();
    await settle();
    expect(records.map(({ endedAt, members }) => [endedAt, members.map(({ outcome }) => outcome)])).toEqual([
      [5, ['completed', 'cancelled']],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('hears of an abort when all items of that signal are cancelled, and answers none of them any more', async () => {
    const controller = new AbortController();
    const batcher = createBatcher<string, string>({
      run: (items, { signals, answer }) => {
        signals[0]!.addEventListener('abort', () => answer(1, 'what there was'));
        return new Promise((resolve) => setTimeout(() => resolve([...items]), 10));
      },
      maxBatchSize: 2,
      wait: none(),
    });
    const { records } = told(batcher);
    follow(batcher.submit('a', { signal: controller.signal }));
    const second = follow(batcher.submit('b', { signal: controller.signal }));
    await pass(5);
    controller.abort();
    await pass(10);
    expect(second.error?.name).toBe('AbortError');
    expect(records[0]!.members.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
    expect(batcher.stats()).toMatchObject({ submitted: 2, cancelled: 2, completed: 0 });
  });

  test('that is aborted by a drain while halves are re-run tells all who have no answer of the drain', async () => {
    let calls = 0;
    const batcher = createBatcher<string, string>({
      run: (_, { signal }) =>
        calls++ === 0
          ? Promise.reject(new Error('whole'))
          : new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
            }),
      maxBatchSize: 4,
      wait: none(),
    });
    const items = ['a', 'b', 'c', 'd'].map((item) => follow(batcher.submit(item)));
    await settle();
    batcher.drain({ timeoutMs: 10 }).catch(unexpected);
    await pass(11);
    expect(items.map(({ error }) => error?.name)).toEqual(Array(4).fill('DrainingError'));
    expect(calls).toBe(2);
  });

  test.each([
    [
      'an object without a prototype',
      Object.create(null) as unknown,
      'run threw [Object: null prototype] {}',
    ],
    ['nothing', undefined, 'run threw undefined'],
    ['a symbol', Symbol('s'), 'run threw Symbol(s)'],
  ])('that throws %s fails its batch and no more', async (_, thrown, message) => {
    const batcher = createBatcher<string, string>({
      run: async (items) => {
        if (items[0] === 'bad') throw thrown;
        return [...items];
      },
      maxBatchSize: 1,
      wait: none(),
    });
    const [bad, good] = ['bad', 'good'].map((item) => follow(batcher.submit(item)));
    await settle();
    expect(bad!.error).toMatchObject({ message, cause: thrown });
    expect(good!.value).toBe('good');
  });

  test('may answer with a thenable of another make', async () => {
    const thenable = { then: (resolve: (outputs: string[]) => void) => resolve(['A']) };
    const batcher = createBatcher<string, string>({
      run: () => thenable as Promise<string[]>,
      maxBatchSize: 1,
      wait: none(),
    });
    expect(await batcher.submit('a')).toBe('A');
  });
});

test('items and outputs may be anything, undefined too', async () => {
  const run = vi.fn(async (items: readonly unknown[]) => [...items]);
  const batcher = createBatcher<unknown, unknown>({ run, maxBatchSize: 8, wait: none() });
  const frozen = Object.freeze({});
  const items = [undefined, null, frozen, 0, ''];
  expect(await Promise.all(batcher.submitAll(items))).toEqual(items);
  expect(run.mock.calls[0]![0]).toEqual(items);
});

test('an unbounded batch may have more members than a call can have arguments', async () => {
  const batcher = createBatcher({ run: echo, maxBatchSize: Infinity, wait: none() });
  const { records } = told(batcher);
  const count = 200_000;
  await Promise.all(batcher.submitAll(Array.from({ length: count }, () => 'x')));
  await settle();
  expect(records).toMatchObject([{ longestPrompt: 1, longestOutput: 1 }]);
  expect(records[0]!.members).toHaveLength(count);
});

test('held answers count as running: they have not left yet', async () => {
  const batcher = createBatcher<string, string>({
    run: (items, { answer }) => {
      answer(0, 'early');
      return new Promise((resolve) => setTimeout(() => resolve([...items]), 10));
    },
    maxBatchSize: 2,
    wait: none(),
    release: 'batch',
  });
  const items = ['a', 'b'].map((item) => follow(batcher.submit(item)));
  await pass(5);
  expect(batcher.stats()).toMatchObject({ running: 2, completed: 0 });
  await pass(5);
  expect(items.map(({ value }) => value)).toEqual(['early', 'b']);
});

test('re-runs lie within their batch, though the turn in which it ends began before them', async () => {
  let fail!: (error: Error) => void;
  const batcher = createBatcher<string, string>({
    run: (items) =>
      items.length === 2 ? new Promise((_, reject) => (fail = reject)) : Promise.resolve([...items]),
    maxBatchSize: 2,
    wait: none(),
  });
  const { records } = told(batcher);
  const items = ['a', 'b'].map((item) => follow(batcher.submit(item)));
  await pass(1);
  follow(batcher.submit('c'));
  vi.advanceTimersByTime(3);
  fail(new Error('whole'));
  await settle();
  expect(items.map(({ value }) => value)).toEqual(['a', 'b']);
  const [{ startedAt, endedAt, reruns }] = records as [DecisionRecord];
  expect([startedAt, endedAt]).toEqual([0, 1]);
  expect(reruns.map((rerun) => [rerun.startedAt, rerun.endedAt])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test('a deadline is counted from its own submission, though the turn of the event loop began long ago', async () => {
  const batcher = createBatcher({ run: echo, maxBatchSize: 2, wait: oldest(20) });
  follow(batcher.submit('before'));
  vi.advanceTimersByTime(500);
  const inTime = follow(batcher.submit('in time', { timeoutMs: 100 }));
  const also = follow(batcher.submit('also', { deadlineAt: new Date(Date.now() + 100) }));
  await pass(50);
  const instant = follow(batcher.submit('instant', { deadlineAt: performance.now() + 100 }));
  await pass(50);
  expect([inTime, also, instant].map(({ value }) => value)).toEqual(['in time', 'also', 'instant']);
});

test('a deadline that is there already is never run', async () => {
  const run = vi.fn(echo);
  const batcher = createBatcher({ run, maxBatchSize: 2, wait: none() });
  follow(batcher.submit('before'));
  vi.advanceTimersByTime(5);
  const options = [
    { timeoutMs: 0 },
    { deadlineAt: new Date(Date.now() - 1000) },
    { deadlineAt: performance.now() - 1 },
    { timeoutMs: 1000, deadlineAt: -Infinity },
  ];
  const late = options.map((each) => follow(batcher.submit('late', each)));
  await settle();
  expect(late.map(({ error }) => error?.name)).toEqual(Array(4).fill('DeadlineError'));
  expect(run.mock.calls.map(([items]) => items)).toEqual([['before']]);
});

describe('submitAll', () => {
  test('rejects alone whose options cannot be had; the others go on', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 4, wait: none() });
    const items = batcher
      .submitAll(['a', 'b', 'c'], (item) => {
        if (item === 'b') throw new Error('no options for b');
        return {};
      })
      .map(follow);
    await settle();
    expect(items.map(({ value, error }) => value ?? error?.message)).toEqual(['a', 'no options for b', 'c']);
  });

  test('of items that cannot be measured, into a full queue, rejects and does not throw', async () => {
    const batcher = createBatcher({
      run: echo,
      maxBatchSize: 1,
      wait: none(),
      maxQueueSize: 1,
      measure: {
        promptTokens: (item) => {
          if (item === 'b') throw new Error('no length of b');
          return 1;
        },
        outputTokens: () => 1,
      },
    });
    const items = batcher.submitAll(['a', 'b']).map(follow);
    await settle();
    expect(items.map(({ error }) => error?.message)).toEqual([
      'the queue is full: 1 items wait',
      'no length of b',
    ]);
  });

  test('while draining rejects for that, however many there are', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 1, wait: none(), maxQueueSize: 1 });
    const drained = batcher.drain();
    const items = batcher.submitAll(['a', 'b']).map(follow);
    await drained;
    expect(items.map(({ error }) => error?.name)).toEqual(['DrainingError', 'DrainingError']);
    expect(batcher.stats()).toMatchObject({ submitted: 0, rejected: 0 });
  });

  test('finds room again in every turn', async () => {
    const batcher = createBatcher({ run: echo, maxBatchSize: 1, wait: none(), maxQueueSize: 2 });
    for (let turn = 0; turn < 3; turn++) {
      expect(await Promise.all(batcher.submitAll(['a', 'b']))).toEqual(['a', 'b']);
      await settle();
    }
  });

  test('goes on when a signal is aborted in the middle of it', async () => {
    const controller = new AbortController();
    const batcher = createBatcher({ run: echo, maxBatchSize: 4, wait: none() });
    const items = batcher
      .submitAll(['a', 'b', 'c', 'd'], (item, index) => {
        if (index === 2) controller.abort(new Error(`at ${item}`));
        return index === 3 ? {} : { signal: controller.signal };
      })
      .map(follow);
    await settle();
    expect(items.map(({ value, error }) => value ?? error?.message)).toEqual(['at c', 'at c', 'at c', 'd']);
    expect(batcher.stats()).toMatchObject({ submitted: 3, cancelled: 2, completed: 1 });
  });
});

test('a signal that is aborted while its item is measured is not lost', async () => {
  const controller = new AbortController();
  const batcher = createBatcher({
    run: echo,
    maxBatchSize: 1,
    wait: none(),
    key: () => {
      controller.abort(new Error('meanwhile'));
      return '';
    },
  });
  await expect(batcher.submit('a', { signal: controller.signal })).rejects.toThrow('meanwhile');
});

test('a signal is let go of when the last of its items is settled', async () => {
  const { signal } = new AbortController();
  const batcher = createBatcher({ run: echo, maxBatchSize: 1, wait: none() });
  const [first, second] = batcher.submitAll(['a', 'b'], () => ({ signal }));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await first;
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await second;
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('two batchers share a signal and nothing else', async () => {
  const controller = new AbortController();
  const [one, other] = [1, 2].map(() => createBatcher({ run: echo, maxBatchSize: 8, wait: oldest(10) }));
  const gone = follow(one!.submit('a', { signal: controller.signal }));
  const goneToo = follow(other!.submit('a', { signal: controller.signal }));
  const stays = follow(other!.submit('b'));
  await one!.drain();
  controller.abort(null);
  await pass(10);
  expect([gone.value, goneToo.error, stays.value]).toEqual(['a', null, 'b']);
});

test('a drain asked for by a run waits for that run', async () => {
  const drained = vi.fn();
  const batcher = createBatcher<string, string>({
    run: async (items) => {
      batcher.drain().then(drained).catch(unexpected);
      await promises();
      expect(drained).not.toHaveBeenCalled();
      return [...items];
    },
    maxBatchSize: 1,
    wait: none(),
  });
  const [first, second] = ['a', 'b'].map((item) => follow(batcher.submit(item)));
  await settle();
  expect([first!.value, second!.value]).toEqual(['a', 'b']);
  expect(drained).toHaveBeenCalledTimes(2);
});

describe('invalid answers of a key or a measure', () => {
  const options = { run: echo, maxBatchSize: 1, wait: none() };
  const measure = { promptTokens: () => 1, outputTokens: () => 1 };
  test.each<[object, string]>([
    [{ key: () => undefined }, 'key: expected a string for each item, got undefined'],
    [
      { measure: { ...measure, promptTokens: () => 1.5 } },
      'measure.promptTokens: expected a whole number of tokens ≥ 0, got 1.5',
    ],
    [
      { measure: { ...measure, outputTokens: () => NaN } },
      'measure.outputTokens: expected a whole number of tokens ≥ 0, got NaN',
    ],
  ])('%o', async (wrong, message) => {
    await expect(createBatcher({ ...options, ...wrong }).submit('a')).rejects.toThrow(message);
  });
});

test('drain refuses any other fate of what waits than finish and reject', () => {
  const batcher = createBatcher({ run: echo, maxBatchSize: 1 });
  expect(() => batcher.drain({ queued: 'drop' as never })).toThrow(
    "queued: expected 'finish' or 'reject', got drop",
  );
  expect(batcher.stats().draining).toBe(false);
});
