import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  BatchTooLargeError,
  type BatcherOptions,
  createBatcher,
  EngineDownError,
  RunTimeoutError,
} from 'lockstep/batcher';
import { none } from 'lockstep/core';
import { expect, test } from 'vitest';

// Whatever fails beside it, an item gets the answer, or the error, that it would have got alone.

type Run = BatcherOptions<number, number, string>['run'];

/** Submits 0, 1, … as one batch; gives each outcome, and the items of every call of `run`. */
async function oneBatch(
  count: number,
  run: Run,
  options: Partial<BatcherOptions<number, number, string>> = {},
) {
  const calls: number[][] = [];
  const batcher = createBatcher<number, number, string>({
    run: (items, context) => {
      calls.push([...items]);
      return run(items, context);
    },
    maxBatchSize: count,
    wait: none(),
    ...options,
  });
  const items = Array.from({ length: count }, (_, item) => item);
  const settled = await Promise.allSettled(items.map((item) => batcher.submit(item)));
  const outcomes = settled.map((each) => (each.status === 'fulfilled' ? each.value : messageOf(each.reason)));
  await batcher.drain();
  return { outcomes, calls, stats: batcher.stats() };
}

const messageOf = (error: unknown): string => (error as Error).message;

/** How a run fails that has failing items in it. */
type Way =
  | 'throws'
  | 'throws at once'
  | 'too few'
  | 'too many'
  | 'holes'
  | 'error in its place'
  | 'rejects in its place';

/** Doubles its items; where one of these is among them it fails, in a way of its own for each. */
function failing(wayOf: ReadonlyMap<number, Way>): Run {
  return (items) => {
    const outputs: (number | Error)[] = items.map((item) => item * 2);
    const first = items.find((item) => wayOf.has(item) && !isOwn(wayOf.get(item)!));
    items.forEach((item, row) => {
      const own = new Error(`cannot do ${item}`);
      if (wayOf.get(item) === 'error in its place') outputs[row] = own;
      if (wayOf.get(item) === 'rejects in its place') outputs[row] = Promise.reject(own) as unknown as Error;
    });
    const way = first === undefined ? undefined : wayOf.get(first)!;
    if (way === undefined) return Promise.resolve(outputs);
    for (const output of outputs) Promise.resolve(output).catch(() => {});
    if (way === 'throws at once') throw new Error(`cannot do ${first}`);
    if (way === 'too few') return Promise.resolve(outputs.slice(1));
    if (way === 'too many') return Promise.resolve([...outputs, 1]);
    if (way === 'holes') {
      items.forEach((item, row) => wayOf.get(item) === 'holes' && delete outputs[row]);
      // Of the ways that fail a run as a whole there is but one in a run, or the next run shows it.
      if (
        !items.some((item) =>
          ['throws', 'too few', 'too many', 'throws at once'].includes(wayOf.get(item) ?? ''),
        )
      )
        return Promise.resolve(outputs);
    }
    return Promise.reject(new Error(`cannot do ${first}`));
  };
}

const isOwn = (way: Way): boolean => way === 'error in its place' || way === 'rejects in its place';

const ways = fc.constantFrom<Way>(
  'throws',
  'throws at once',
  'too few',
  'too many',
  'holes',
  'error in its place',
  'rejects in its place',
);

/** What an item of each way is told when it fails alone. */
function ownError(item: number, way: Way): string {
  if (way === 'too few') return 'run: expected 1 outputs, one for each item, got 0';
  if (way === 'too many') return 'run: expected 1 outputs, one for each item, got 2';
  if (way === 'holes') return 'run: expected 1 outputs, one for each item, got none in place 0';
  return `cannot do ${item}`;
}

/** Most runs of a batch of n with k failing items. */
function mostRuns(n: number, k: number): number {
  if (k === 0) return 1;
  return Math.min(2 * n - 1, 2 * k * Math.log2(n / k) + 2 * k + 1);
}

test('any set of failing items: each fails with its own error, all others are answered, in few runs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 24 }),
      fc.array(fc.tuple(fc.nat(23), ways), { maxLength: 12 }),
      fc.constantFrom('request' as const, 'batch' as const),
      async (count, pairs, release) => {
        const wayOf = new Map(pairs.filter(([item]) => item < count));
        const { outcomes, calls, stats } = await oneBatch(count, failing(wayOf), { release });
        expect(outcomes).toEqual(
          outcomes.map((_, item) => (wayOf.has(item) ? ownError(item, wayOf.get(item)!) : item * 2)),
        );
        const whole = [...wayOf.values()].filter((way) => !isOwn(way)).length;
        expect(calls.length).toBeLessThanOrEqual(mostRuns(count, whole));
        expect(stats).toMatchObject({ completed: count - wayOf.size, failed: wayOf.size });
      },
    ),
    { numRuns: 300 },
  );
});

test('batches of up to 64 with one way to fail stay within the bound', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.array(fc.nat(63)), async (count, items) => {
      const wayOf = new Map(items.filter((item) => item < count).map((item) => [item, 'throws' as const]));
      const { outcomes, calls } = await oneBatch(count, failing(wayOf));
      expect(outcomes).toEqual(outcomes.map((_, item) => (wayOf.has(item) ? `cannot do ${item}` : item * 2)));
      expect(calls.length).toBeLessThanOrEqual(mostRuns(count, wayOf.size));
    }),
    { numRuns: 100 },
  );
});

test('an engine that is down is asked nothing more about the batch', async () => {
  const down = new EngineDownError('lost its connection', 500);
  const { outcomes, calls } = await oneBatch(8, async () => {
    throw down;
  });
  expect(outcomes).toEqual(Array(8).fill('lost its connection'));
  expect(calls).toHaveLength(1);
});

test('an engine that goes down while a batch is split: what is answered stays, all else gets its error', async () => {
  let calls = 0;
  const { outcomes } = await oneBatch(8, async (items) => {
    if (++calls === 1) throw new Error('one of them');
    if (calls === 3) throw new EngineDownError('down');
    return [...items];
  });
  expect(outcomes).toEqual([0, 1, 2, 3, ...Array<string>(4).fill('down')]);
  expect(calls).toBe(3);
});

test('an engine that hangs is asked for a batch and both its halves, and nothing more', async () => {
  const { outcomes, calls } = await oneBatch(8, async () => {
    throw new RunTimeoutError('no answer in 30 s');
  });
  expect(outcomes).toEqual(Array(8).fill('no answer in 30 s'));
  expect(calls.map(({ length }) => length)).toEqual([8, 4, 4]);
});

test('one item that hangs the engine costs no other item its answer, wherever it stands', async () => {
  for (let hangs = 0; hangs < 8; hangs++) {
    const { outcomes } = await oneBatch(8, async (items) => {
      if (items.includes(hangs)) throw new RunTimeoutError('no answer in 30 s');
      return [...items];
    });
    expect(outcomes).toEqual(outcomes.map((_, item) => (item === hangs ? 'no answer in 30 s' : item)));
  }
});

const tooLarge = (largest: number, wrap = false): Run => {
  return async (items) => {
    if (items.length <= largest) return items.map((item) => item * 2);
    const error = new BatchTooLargeError('no room', largest);
    throw wrap ? new Error('engine', { cause: error }) : error;
  };
};

test.each([false, true])(
  'a batch that is too large is run again in batches that fit (as a cause: %s)',
  async (wrap) => {
    const { outcomes, calls } = await oneBatch(8, tooLarge(3, wrap), { maxReruns: 0 });
    expect(outcomes).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
    expect(calls.map(({ length }) => length)).toEqual([8, 3, 3, 2]);
  },
);

test('a part of it that fails is split as any other', async () => {
  const fits = tooLarge(4);
  const { outcomes, calls } = await oneBatch(8, async (items, context) => {
    if (items.length <= 4 && items.includes(5)) throw new Error('cannot do 5');
    return fits(items, context);
  });
  expect(outcomes).toEqual([0, 2, 4, 6, 8, 'cannot do 5', 12, 14]);
  expect(calls.map((items) => items.join(''))).toEqual(['01234567', '0123', '4567', '45', '67', '4', '5']);
});

test.each([0, -1, 1.5, NaN, 8, 9, Infinity, '2' as unknown as number])(
  'an engine that names the size %s has said nothing: the batch is split as any other',
  async (largest) => {
    const { calls } = await oneBatch(8, async (items) => {
      if (items.length > 2) throw new BatchTooLargeError('no room', largest);
      return [...items];
    });
    expect(calls.map(({ length }) => length)).toEqual([8, 4, 4, 2, 2, 2, 2]);
  },
);

test('an engine that is never content ends: one run for each item, and one for each size', async () => {
  const { outcomes, calls } = await oneBatch(8, async (items) => {
    throw new BatchTooLargeError('no room', items.length - 1);
  });
  expect(outcomes).toEqual(Array(8).fill('no room'));
  expect(calls.length).toBeLessThanOrEqual(15);
});

test('an error of another realm in an item’s place rejects that item', async () => {
  const foreign = runInNewContext('new TypeError("of another realm")') as Error;
  expect(foreign).not.toBeInstanceOf(Error);
  const { outcomes, stats } = await oneBatch(2, async () => [foreign, 7]);
  expect(outcomes).toEqual(['of another realm', 7]);
  expect(stats).toMatchObject({ completed: 1, failed: 1 });
});

test('an error of another realm that is thrown, or told early, is the item’s error as it is', async () => {
  const foreign = runInNewContext('new Error("thrown there")') as Error;
  const batcher = createBatcher<number, number>({
    run: async (items, { answer }) => {
      if (items[0] === 0) throw foreign;
      answer(0, foreign);
      return [1];
    },
    maxBatchSize: 1,
    wait: none(),
  });
  await expect(batcher.submit(0)).rejects.toBe(foreign);
  await expect(batcher.submit(1)).rejects.toBe(foreign);
});

test('a DOMException in an item’s place is an error; undefined, if it is there, is an answer', async () => {
  const { outcomes } = await oneBatch(2, async () => [
    new DOMException('aborted', 'AbortError'),
    undefined as unknown as number,
  ]);
  expect(outcomes).toEqual(['aborted', undefined]);
});

test('a place that stays empty is no answer: its item is run again, and then rejects', async () => {
  const sometimes = await oneBatch(3, async (items) => {
    const outputs = new Array<number>(items.length);
    items.forEach((item, row) => (items.length === 1 || item !== 1) && (outputs[row] = item * 2));
    return outputs;
  });
  expect(sometimes.outcomes).toEqual([0, 2, 4]);
  expect(sometimes.calls).toEqual([[0, 1, 2], [1]]);
  const never = await oneBatch(3, async (items) => new Array<number>(items.length));
  expect(never.outcomes).toEqual(
    Array(3).fill('run: expected 1 outputs, one for each item, got none in place 0'),
  );
});

test('a place may stay empty where the item was answered before', async () => {
  const { outcomes, calls } = await oneBatch(2, async (items, { answer }) => {
    items.forEach((item, row) => answer(row, item * 2));
    return new Array<number>(items.length);
  });
  expect(outcomes).toEqual([0, 2]);
  expect(calls).toHaveLength(1);
});

test('an error in a place costs that item only, also after its parts have left', async () => {
  const batcher = createBatcher<number, number, string>({
    run: async (items, { emit }) => {
      items.forEach((item, row) => emit(row, `part of ${item}`));
      return items.map((item) => (item === 1 ? new Error('then it broke') : item * 2));
    },
    maxBatchSize: 3,
    wait: none(),
  });
  const onPart = () => {};
  const settled = await Promise.allSettled([0, 1, 2].map((item) => batcher.submit(item, { onPart })));
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : messageOf(each.reason)))).toEqual([
    0,
    'then it broke',
    4,
  ]);
});
