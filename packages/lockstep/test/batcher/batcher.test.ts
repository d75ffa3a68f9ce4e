import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { runInNewContext } from 'node:vm';
import { ArgumentError, type BatcherOptions, createBatcher } from 'lockstep/batcher';
import { atLeast, type DecisionRecord, full, gap, none, oldest, window } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, resumeTime, settle, stopTime } from '../support/fake-time.js';
import { unexpected } from '../support/follow.js';

beforeEach(stopTime);
afterEach(resumeTime);

const double = async (items: readonly number[]) => items.map((item) => item * 2);

test('answers in order, in batches of at most maxBatchSize', async () => {
  const run = vi.fn(double);
  const batcher = createBatcher({ run, maxBatchSize: 3, wait: none() });
  const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.submit(item)));
  expect(answers).toEqual([2, 4, 6, 8, 10]);
  expect(run.mock.calls.map(([items]) => items)).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('one batch runs at a time', async () => {
  let running = 0;
  const batcher = createBatcher<number, number>({
    run: async (items) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return [...items];
    },
    maxBatchSize: 1,
    wait: none(),
  });
  const all = Promise.all([1, 2, 3].map((item) => batcher.submit(item)));
  await pass(20);
  expect(await all).toEqual([1, 2, 3]);
});

test.each([
  [none(), [0, 10, 25]],
  [oldest(20), [20, 45]],
  [window(20), [20, 45]],
  [gap(20), [45]],
])('$0.name starts what waits when it should', async (wait, startedAt) => {
  const records: DecisionRecord[] = [];
  const batcher = createBatcher({ run: double, maxBatchSize: 8, wait });
  batcher.on('batch', (record) => records.push(record));
  for (const wait of [0, 10, 15]) {
    await pass(wait);
    batcher.submit(wait).catch(unexpected);
  }
  await pass(60);
  expect(records.map((record) => record.startedAt)).toEqual(startedAt);
});

test('counting rules wait for their number', async () => {
  const records: DecisionRecord[] = [];
  const batcher = createBatcher({ run: double, maxBatchSize: 4, wait: atLeast(2) });
  batcher.on('batch', (record) => records.push(record));
  batcher.submit(0).catch(unexpected);
  await pass(1000);
  expect(records).toEqual([]);
  batcher.submit(1).catch(unexpected);
  await settle();
  expect(records[0]).toMatchObject({ reason: 'wait', startedAt: 1000 });
});

test('all that is submitted in one turn of the event loop can share a batch, whoever submits it', async () => {
  const run = vi.fn(double);
  const batcher = createBatcher({ run, maxBatchSize: 8, wait: none() });
  const later = Promise.resolve().then(() => batcher.submit(2));
  process.nextTick(() => {
    batcher.submit(3).catch(unexpected);
  });
  await Promise.all([batcher.submit(1), later]);
  expect(run.mock.calls.map(([items]) => items.toSorted())).toEqual([[1, 2, 3]]);
});

describe('keys', () => {
  test('only equal keys share a batch, and no key waits for another', async () => {
    const records: DecisionRecord[] = [];
    const run = vi.fn(async (items: readonly string[]) => [...items]);
    const batcher = createBatcher({ run, maxBatchSize: 2, wait: oldest(20), key: (item) => item[0]! });
    batcher.on('batch', (record) => records.push(record));
    const items = ['a1', 'b1', 'a2', 'c1'].map((item) => batcher.submit(item));
    await pass(30);
    expect(await Promise.all(items)).toEqual(['a1', 'b1', 'a2', 'c1']);
    expect(run.mock.calls.map(([batch]) => batch)).toEqual([['a1', 'a2'], ['b1'], ['c1']]);
    expect(records.map(({ reason, startedAt }) => [reason, startedAt])).toEqual([
      ['full', 0],
      ['wait', 20],
      ['wait', 20],
    ]);
  });

  test('are refused with a rule under which a rare key would wait for ever', () => {
    expect(() => createBatcher({ run: double, maxBatchSize: 4, wait: full(), key: String })).toThrow(
      'wait rule full waits for 4 items of one key: a rare key would wait for ever; expected none or a rule with a clock',
    );
  });
});

test('a key or a measure that throws rejects its item and leaves no gap in the numbers', async () => {
  const requests: number[] = [];
  const fails = (name: string) => (item: number) => {
    if (item === 13) throw new Error(`no ${name} of 13`);
    return 1;
  };
  const byKey = createBatcher({
    run: double,
    maxBatchSize: 4,
    wait: none(),
    key: (item) => `${fails('key')(item)}`,
  });
  byKey.on('batch', ({ members }) => requests.push(...members.map(({ request }) => request)));
  const answers = await Promise.allSettled([1, 13, 2].map((item) => byKey.submit(item)));
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : answer.reason))).toEqual([
    2,
    new Error('no key of 13'),
    4,
  ]);
  await settle();
  expect(requests).toEqual([0, 1]);
  const measured = createBatcher({
    run: double,
    maxBatchSize: 4,
    wait: none(),
    measure: { promptTokens: fails('length'), outputTokens: () => 1 },
  });
  await expect(measured.submit(13)).rejects.toThrow('no length of 13');
  expect(measured.stats().submitted).toBe(0);
});

describe('release', () => {
  const early: BatcherOptions<number, string, string>['run'] = (items, context) =>
    new Promise((resolve) => {
      setTimeout(() => items.forEach((_, row) => context.emit(row, 'a')), 5);
      setTimeout(() => context.answer(0, 'first'), 10);
      setTimeout(() => resolve(items.map((item) => `item ${item}`)), 30);
    });

  test('request: parts as they come, answers at their own end', async () => {
    const batcher = createBatcher({ run: early, maxBatchSize: 2, wait: full() });
    const seen: string[] = [];
    const at = (what: string) => seen.push(`${performance.now()} ${what}`);
    batcher.submit(0, { onPart: at }).then(at).catch(unexpected);
    batcher.submit(1, { onPart: at }).then(at).catch(unexpected);
    await pass(40);
    expect(seen).toEqual(['5 a', '5 a', '10 first', '30 item 1']);
  });

  test('batch: all of it when the batch ends, parts first; the record says when it was there', async () => {
    const records: DecisionRecord[] = [];
    const batcher = createBatcher({ run: early, maxBatchSize: 2, wait: full(), release: 'batch' });
    batcher.on('batch', (record) => records.push(record));
    const seen: string[] = [];
    const at = (what: string) => seen.push(`${performance.now()} ${what}`);
    batcher.submit(0, { onPart: at }).then(at).catch(unexpected);
    batcher.submit(1).then(at).catch(unexpected);
    await pass(40);
    expect(seen).toEqual(['30 a', '30 first', '30 item 1']);
    expect(records[0]!.members).toMatchObject([
      { firstTokenAt: 5, finishedAt: 10 },
      { firstTokenAt: 5, finishedAt: 30 },
    ]);
  });
});

test('a batch’s record goes to listeners and to the diagnostics channel', async () => {
  const heard: DecisionRecord[] = [];
  const published: unknown[] = [];
  const onMessage = (message: unknown) => published.push(message);
  subscribe('lockstep:batch', onMessage);
  const batcher = createBatcher<string, string>({
    run: async (items) => items.map((item) => item.toUpperCase()),
    maxBatchSize: 2,
    wait: oldest(10),
    measure: { promptTokens: (item) => item.length, outputTokens: (output) => output.length + 1 },
  });
  batcher.on('batch', (record) => heard.push(record));
  batcher.submit('ab').catch(unexpected);
  await pass(4);
  batcher.submit('abc').catch(unexpected);
  await pass(20);
  unsubscribe('lockstep:batch', onMessage);
  expect(published).toEqual([{ batcher, record: heard[0] }]);
  const row = { firstTokenAt: 4, finishedAt: 4, outcome: 'completed', blockedMs: 0 };
  expect(heard).toEqual([
    {
      batch: 0,
      engine: 0,
      startedAt: 4,
      reason: 'full',
      engineFreeAt: null,
      endedAt: 4,
      longestPrompt: 3,
      longestOutput: 4,
      members: [
        { request: 0, arrivedAt: 0, promptTokens: 2, outputTokens: 3, formingMs: 4, ...row },
        { request: 1, arrivedAt: 4, promptTokens: 3, outputTokens: 4, formingMs: 0, ...row },
      ],
      reruns: [],
    },
  ]);
});

test('a listener that throws harms no item: it surfaces as an uncaught exception', async () => {
  const uncaught: unknown[] = [];
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', (error) => uncaught.push(error));
  const batcher = createBatcher({ run: double, maxBatchSize: 1, wait: none() });
  batcher.on('batch', () => {
    throw new Error('in a listener');
  });
  const told: number[] = [];
  batcher.on('batch', ({ batch }) => told.push(batch));
  expect(await batcher.submit(1)).toBe(2);
  await settle();
  process.removeAllListeners('uncaughtException');
  listeners.forEach((listener) => process.on('uncaughtException', listener));
  expect(uncaught).toEqual([new Error('in a listener')]);
  expect(told).toEqual([0]);
  expect(batcher.stats()).toMatchObject({ completed: 1, running: 0 });
});

test('an item that comes right after another was cancelled is still woken for', async () => {
  const batcher = createBatcher({ run: double, maxBatchSize: 4, wait: oldest(20) });
  const controller = new AbortController();
  batcher.submit(1, { signal: controller.signal }).catch(() => {});
  await settle();
  controller.abort();
  await settle();
  const answer = batcher.submit(2);
  await pass(20);
  expect(await answer).toBe(4);
});

test('an idle batcher leaves no timer behind', async () => {
  const batcher = createBatcher({ run: double, maxBatchSize: 4, wait: oldest(1000), runTimeoutMs: 5000 });
  const controller = new AbortController();
  const cancelled = batcher.submit(1, { signal: controller.signal, timeoutMs: 60_000 });
  await settle();
  expect(vi.getTimerCount()).toBe(1);
  controller.abort();
  await expect(cancelled).rejects.toThrow();
  await settle();
  expect(vi.getTimerCount()).toBe(0);
  const answered = batcher.submit(2, { timeoutMs: 60_000 });
  await pass(1000);
  await answered;
  await settle();
  expect(vi.getTimerCount()).toBe(0);
});

test('a wait in milliseconds is that of the oldest item', async () => {
  for (const wait of [20, oldest(20)]) {
    const run = vi.fn(double);
    const batcher = createBatcher({ run, maxBatchSize: 4, wait });
    const items = [batcher.submit(1)];
    await pass(15);
    items.push(batcher.submit(2));
    await pass(4);
    expect(run).not.toHaveBeenCalled();
    await pass(2);
    expect(run.mock.calls.map(([batch]) => batch)).toEqual([[1, 2]]);
    expect(await Promise.all(items)).toEqual([2, 4]);
  }
});

test('the end of an `await using` block drains', async () => {
  const batcher = createBatcher({ run: double, maxBatchSize: 4, wait: oldest(1000) });
  const item = batcher.submit(1);
  await batcher[Symbol.asyncDispose]();
  expect(await item).toBe(2);
  await expect(batcher.submit(2)).rejects.toMatchObject({ code: 'ERR_LOCKSTEP_DRAINING' });
});

describe('invalid options', () => {
  const base = { run: double, maxBatchSize: 2 };
  test.each<[object, string]>([
    [{ ...base, run: undefined }, 'run: expected a function, got undefined'],
    [{ ...base, maxBatchSize: 0 }, 'maxBatchSize: expected a whole number ≥ 1 or Infinity, got 0'],
    [{ ...base, maxQueueSize: 1.5 }, 'maxQueueSize: expected a whole number ≥ 1 or Infinity, got 1.5'],
    [
      { ...base, wait: 'oldest:20ms' },
      'wait: expected milliseconds such as 20, or a wait rule such as oldest(20), got oldest:20ms; parseWait of ' +
        'lockstep/scenario reads text such as oldest:20ms',
    ],
    [{ ...base, wait: -1 }, 'oldest: expected a finite wait ≥ 0 ms, got -1'],
    [{ ...base, release: 'token' }, "release: expected 'request' or 'batch', got token"],
    [{ ...base, maxReruns: -1 }, 'maxReruns: expected a whole number ≥ 0 or Infinity, got -1'],
    [
      { ...base, runTimeoutMs: 0 },
      'runTimeoutMs: expected milliseconds above 0 and up to 2147483647, or Infinity, got 0',
    ],
    [
      { ...base, abortGraceMs: Infinity },
      'abortGraceMs: expected milliseconds from 0 to 2147483647, got Infinity',
    ],
    [{ ...base, key: 'name' }, 'key: expected a function, got name'],
    [
      { ...base, maxWaitMs: 5 },
      'maxWaitMs: expected one of run, maxBatchSize, wait, maxQueueSize, key, release, ',
    ],
    [{ ...base, measure: null }, 'measure: expected an object with promptTokens and outputTokens, got null'],
    [
      { ...base, measure: { promptTokens: () => 1, outputTokens: () => 1, tokens: 1 } },
      'measure.tokens: expected one of promptTokens, outputTokens, got an unknown option',
    ],
    [
      { ...base, wait: { closesAt: () => 0 } },
      'wait: expected milliseconds such as 20, or a wait rule such as oldest(20), got {',
    ],
    [{ ...base, release: 10n }, "release: expected 'request' or 'batch', got 10n"],
    [
      { ...base, wait: full(), maxQueueSize: 1 },
      'wait rule full starts with 2 waiting requests, but the queue holds at most 1: it would wait for ever',
    ],
  ])('%o', (options, message) => {
    expect(() => createBatcher(options as never)).toThrow(message);
  });
});

test.each([[[]], [[null]], [['run']], [[() => []]]])(
  'createBatcher(...%j) says what it expects',
  (options) => {
    expect(() => (createBatcher as (...options: unknown[]) => unknown)(...options)).toThrow(
      'createBatcher: expected an object of options such as { run, maxBatchSize: 8 }, got ',
    );
  },
);

describe('options of submit', () => {
  const known = 'signal, timeoutMs, deadlineAt, onPart, origins';
  const ofSubmit = 'expected an object of options';
  test.each<[unknown, string]>([
    [{ timeout: 5 }, `timeout: expected one of ${known}, got an unknown option of submit`],
    [{ deadlineMs: undefined }, `deadlineMs: expected one of ${known}, got an unknown option of submit`],
    [null, `submit: ${ofSubmit}, got null`],
    [5, `submit: ${ofSubmit}, got 5`],
    [Promise.resolve({}), `submit: ${ofSubmit}, got a promise`],
    [{ onPart: 'x' }, 'onPart: expected a function that takes parts of the output, got x'],
    [{ origins: 'x' }, 'origins: expected an array of strings, got x'],
    [{ origins: [1] }, 'origins: expected an array of strings, got [ 1 ]'],
    [
      { signal: null },
      'signal: expected an AbortSignal, or an object with aborted, reason, addEventListener and ',
    ],
    [{ deadlineAt: {} }, 'deadlineAt: expected an instant of performance.now() or a Date, got {}'],
  ])('%o is refused by name, before the item counts', async (options, message) => {
    const batcher = createBatcher({ run: double, maxBatchSize: 2, wait: none() });
    const one = batcher.submit(1, options as never);
    await expect(one).rejects.toThrow(ArgumentError);
    await expect(one).rejects.toThrow(message);
    const [many] = batcher.submitAll([1], () => options as never);
    await expect(many).rejects.toThrow(message);
    expect(batcher.stats().submitted).toBe(0);
    await expect(batcher.submit(2)).resolves.toBe(4);
  });

  test('a deadline may be a Date of another realm', async () => {
    const batcher = createBatcher({ run: double, maxBatchSize: 2, wait: none() });
    const past = runInNewContext('new Date(0)') as Date;
    await expect(batcher.submit(1, { deadlineAt: past })).rejects.toThrow('the deadline came');
  });

  test('submitAll wants a list and a function', () => {
    const batcher = createBatcher({ run: double, maxBatchSize: 2 });
    expect(() => batcher.submitAll(5 as never)).toThrow('items: expected an array, got 5');
    expect(() => batcher.submitAll([1], { timeoutMs: 5 } as never)).toThrow(
      'optionsOf: expected a function that gives the options of an item, got { timeoutMs: 5 }',
    );
  });

  test('drain refuses by name, and the batcher goes on', async () => {
    const batcher = createBatcher({ run: double, maxBatchSize: 2, wait: none() });
    expect(() => batcher.drain({ timeout: 5 } as never)).toThrow(
      'timeout: expected one of queued, timeoutMs, got an unknown option of drain',
    );
    expect(() => batcher.drain(null as never)).toThrow('drain: expected an object of options, got null');
    await expect(batcher.submit(1)).resolves.toBe(2);
  });
});
