import { type BatcherOptions, createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { resumeTime, settle, stopTime } from '../support/fake-time.js';

beforeEach(stopTime);
afterEach(resumeTime);

type Run = BatcherOptions<string, string, string>['run'];

/** A run that a test drives step by step. */
function byHand() {
  let context: Parameters<Run>[1] | undefined;
  let end: (error?: Error) => void = () => {};
  const run: Run = (items, told) => {
    context = told;
    return new Promise((resolve, reject) => {
      end = (error) => (error === undefined ? resolve(items.map((item) => `${item}!`)) : reject(error));
    });
  };
  return {
    run,
    emit: (...parts: string[]) => parts.forEach((part) => context!.emit(0, part)),
    end: (error?: Error) => end(error),
    isWanted: () => context!.isWanted(0),
  };
}

function open(options: Partial<BatcherOptions<string, string, string>> = {}) {
  const model = byHand();
  return {
    model,
    batcher: createBatcher<string, string, string>({
      run: model.run,
      maxBatchSize: 4,
      wait: none(),
      ...options,
    }),
  };
}

const done = { done: true, value: undefined };

test('parts come as they are told, and then the end; the output is there too', async () => {
  const { batcher, model } = open();
  const stream = batcher.stream('a');
  await settle();
  const first = stream.next();
  model.emit('1', '2');
  expect(await first).toEqual({ done: false, value: '1' });
  expect(await stream.next()).toEqual({ done: false, value: '2' });
  const second = [stream.next(), stream.next()];
  model.emit('3');
  model.end();
  expect(await Promise.all(second)).toEqual([{ done: false, value: '3' }, done]);
  expect(await stream.output).toBe('a!');
  expect(await stream.next()).toEqual(done);
});

test('an item is submitted at once, whether its parts are read or not', async () => {
  const { batcher, model } = open();
  batcher.stream('unread');
  await settle();
  model.emit('1');
  model.end();
  await settle();
  expect(batcher.stats()).toMatchObject({ submitted: 1, completed: 1 });
});

test.each(['request', 'batch'] as const)('under release %s every part comes, in order', async (release) => {
  const { batcher, model } = open({ release });
  const stream = batcher.stream('a');
  await settle();
  const parts = Array.from({ length: 12_000 }, (_, i) => String(i));
  const read: string[] = [];
  const reading = (async () => {
    for await (const part of stream) read.push(part);
  })();
  for (let from = 0; from < parts.length; from += 1000) {
    model.emit(...parts.slice(from, from + 1000));
    await settle();
  }
  model.end();
  await reading;
  expect(read).toEqual(parts);
});

describe('a loop that is left early', () => {
  test('cancels the row of an item that runs', async () => {
    const { batcher, model } = open();
    const stream = batcher.stream('a');
    await settle();
    model.emit('1', '2');
    for await (const part of stream) {
      expect(part).toBe('1');
      break;
    }
    expect(batcher.stats().cancelled).toBe(1);
    await settle();
    expect(model.isWanted()).toBe(false);
    await expect(stream.output).rejects.toMatchObject({ name: 'AbortError' });
    expect(await stream.next()).toEqual(done);
  });

  test('takes an item that waits out of the queue, also one whose loop has not begun', async () => {
    const { batcher } = open();
    batcher.stream('runs');
    await settle();
    const unread = batcher.stream('waits');
    const pending = batcher.stream('waits too');
    const next = pending.next();
    await Promise.all([unread.return(), pending.return()]);
    expect(await next).toEqual(done);
    expect(batcher.stats()).toMatchObject({ waiting: 0, cancelled: 2 });
  });

  test('changes nothing once the item is answered', async () => {
    const { batcher, model } = open();
    const stream = batcher.stream('a');
    await settle();
    model.end();
    await settle();
    await stream.return();
    expect(await stream.output).toBe('a!');
    expect(batcher.stats()).toMatchObject({ completed: 1, cancelled: 0 });
  });

  test('is what the end of an `await using` block does', async () => {
    const { batcher } = open();
    const stream = batcher.stream('a');
    await stream[Symbol.asyncDispose]();
    expect(batcher.stats().cancelled).toBe(1);
  });
});

describe('what ends an item ends its loop', () => {
  test('after the parts that came before', async () => {
    const { batcher, model } = open();
    const stream = batcher.stream('a');
    await settle();
    model.emit('1');
    model.end(new Error('no memory'));
    await settle();
    expect(await stream.next()).toEqual({ done: false, value: '1' });
    await expect(stream.next()).rejects.toThrow('no memory');
    expect(await stream.next()).toEqual(done);
  });

  test('a timeout, a signal, a full queue, a drain', async () => {
    const { batcher } = open({ maxQueueSize: 2 });
    const controller = new AbortController();
    const ends: unknown[] = [];
    const follow = (stream: AsyncIterator<string>) =>
      stream.next().catch((error: Error & { code?: string }) => ends.push(error.code ?? error.message));
    const loops = [
      follow(batcher.stream('late', { timeoutMs: 0 })),
      follow(batcher.stream('gone', { signal: controller.signal })),
      follow(batcher.stream('full')),
    ];
    controller.abort(new Error('left'));
    await settle();
    const draining = batcher.drain();
    loops.push(follow(batcher.stream('more')));
    await settle();
    await Promise.all([...loops, draining]);
    expect(ends.sort()).toEqual([
      'ERR_LOCKSTEP_DEADLINE',
      'ERR_LOCKSTEP_DRAINING',
      'ERR_LOCKSTEP_QUEUE_FULL',
      'left',
    ]);
  });

  test('an output that is not awaited is no unhandled rejection', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    const { batcher } = open();
    batcher.stream('late', { timeoutMs: 0 });
    await settle();
    await settle();
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});

test('one part more than may wait unread fails the item; those that came before can be read', async () => {
  const { batcher, model } = open();
  const stream = batcher.stream('a', { maxUnreadParts: 2 });
  const other = batcher.submit('b');
  await settle();
  model.emit('1', '2');
  expect(await stream.next()).toEqual({ done: false, value: '1' });
  model.emit('3', '4');
  model.end();
  expect(await stream.next()).toEqual({ done: false, value: '2' });
  expect(await stream.next()).toEqual({ done: false, value: '3' });
  await expect(stream.next()).rejects.toMatchObject({
    code: 'ERR_LOCKSTEP_UNREAD_PARTS',
    message: 'stream: expected at most 2 parts that wait unread (maxUnreadParts), got one more',
  });
  await expect(other).resolves.toBe('b!');
});

test.each<[object, string]>([
  [
    { onPart: () => {} },
    'onPart: expected one of signal, timeoutMs, deadlineAt, origins, maxUnreadParts, got an unknown option of stream',
  ],
  [{ deadline: 5 }, 'deadline: expected timeoutMs (milliseconds from now) or deadlineAt'],
  [{ maxUnreadParts: 0 }, 'maxUnreadParts: expected a whole number ≥ 1 or Infinity, got 0'],
])('%o is refused', (options, message) => {
  const { batcher } = open();
  expect(() => batcher.stream('a', options)).toThrow(message);
  expect(batcher.stats().submitted).toBe(0);
});
