import { type BatcherOptions, createBatcher } from 'lockstep/batcher';
import { type DecisionRecord, none, oldest } from 'lockstep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

type Run = BatcherOptions<number, number>['run'];

/** Submits 0, 1, … as one batch; gives each outcome, every call of `run`, and the record. */
async function oneBatch(count: number, run: Run, options: Partial<BatcherOptions<number, number>> = {}) {
  const calls: number[][] = [];
  const records: DecisionRecord[] = [];
  const batcher = createBatcher<number, number>({
    run: (items, context) => {
      calls.push([...items]);
      return run(items, context);
    },
    maxBatchSize: count,
    wait: none(),
    ...options,
  });
  batcher.on('batch', (record) => records.push(record));
  const items = Array.from({ length: count }, (_, i) => i);
  const settled = await Promise.allSettled(items.map((item) => batcher.submit(item)));
  await new Promise((resolve) => setImmediate(resolve));
  const outcomes = settled.map((s) => (s.status === 'fulfilled' ? s.value : (s.reason as Error).message));
  return { outcomes, calls, record: records[0]!, records, stats: batcher.stats() };
}

/** Doubles, but throws for the whole batch when one of these is in it. */
const poisonedBy =
  (...poison: number[]): Run =>
  async (items) => {
    const found = items.find((item) => poison.includes(item));
    if (found !== undefined) throw new Error(`cannot do ${found}`);
    return items.map((item) => item * 2);
  };

test('an error in an item’s place rejects that item alone, without a re-run', async () => {
  const { outcomes, calls, record } = await oneBatch(3, async (items) =>
    items.map((item) => (item === 1 ? new Error('not this one') : item * 2)),
  );
  expect(outcomes).toEqual([0, 'not this one', 4]);
  expect(calls).toHaveLength(1);
  expect(record.members.map(({ outcome }) => outcome)).toEqual(['completed', 'failed', 'completed']);
});

test('a batch that throws is split until the failing item has failed alone', async () => {
  const { outcomes, calls, record, stats } = await oneBatch(8, poisonedBy(5));
  expect(outcomes).toEqual([0, 2, 4, 6, 8, 'cannot do 5', 12, 14]);
  expect(calls).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3], [4, 5, 6, 7], [4, 5], [6, 7], [4], [5]]);
  expect(record.reruns.map(({ members, failed }) => [members.join(), failed])).toEqual([
    ['0,1,2,3', false],
    ['4,5,6,7', true],
    ['4,5', true],
    ['6,7', false],
    ['4', false],
    ['5', true],
  ]);
  expect(stats).toMatchObject({ batches: 1, reruns: 6, completed: 7, failed: 1 });
});

test('where every item fails, each has failed alone: 2n − 1 runs', async () => {
  const { outcomes, calls } = await oneBatch(8, async (items) => {
    throw new Error(`cannot do ${items.join()}`);
  });
  expect(outcomes).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((item) => `cannot do ${item}`));
  expect(calls).toHaveLength(15);
});

test('a run that fails for more than two items costs none of them its answer', async () => {
  const { outcomes } = await oneBatch(8, async (items) => {
    if (items.length > 2) throw new Error('more than two');
    return [...items];
  });
  expect(outcomes).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('one item alone is not run again', async () => {
  const { outcomes, calls } = await oneBatch(1, poisonedBy(0));
  expect(outcomes).toEqual(['cannot do 0']);
  expect(calls).toHaveLength(1);
});

test('re-runs can be turned off', async () => {
  const { outcomes, calls } = await oneBatch(4, poisonedBy(2), { maxReruns: 0 });
  expect(outcomes).toEqual(Array(4).fill('cannot do 2'));
  expect(calls).toHaveLength(1);
});

test('re-runs can be limited: items that were not reached get the error of the last run that they were in', async () => {
  const { outcomes, calls } = await oneBatch(8, poisonedBy(0), { maxReruns: 3 });
  expect(outcomes).toEqual(
    [...Array<string>(4).fill('cannot do 0'), 8, 10, 12, 14].map((o, i) =>
      i === 2 || i === 3 ? 'cannot do 0' : o,
    ),
  );
  expect(calls.map((items) => items.join())).toEqual(['0,1,2,3,4,5,6,7', '0,1,2,3', '4,5,6,7', '0,1']);
});

test('for any one failing item all others get their answers, in at most 2 log2 n re-runs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.nat(), async (count, seed) => {
      const failing = seed % count;
      const { outcomes, calls } = await oneBatch(count, poisonedBy(failing));
      expect(outcomes).toEqual(
        Array.from({ length: count }, (_, i) => (i === failing ? `cannot do ${failing}` : i * 2)),
      );
      expect(calls.length - 1).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)));
    }),
  );
});

test('a row that was answered before the batch failed keeps its answer and is not run again', async () => {
  let first = true;
  const { outcomes, calls } = await oneBatch(4, async (items, context) => {
    if (!first) return items.map((item) => item * 2);
    first = false;
    context.answer(1, 100);
    throw new Error('then it broke');
  });
  expect(outcomes).toEqual([0, 100, 4, 6]);
  expect(calls).toEqual([[0, 1, 2, 3], [0, 2], [3]]);
});

test('a row whose parts have left is never run again; without a listener for parts it is', async () => {
  const calls: number[][] = [];
  const batcher = createBatcher<number, number, string>({
    run: async (items, context) => {
      calls.push([...items]);
      if (calls.length > 1) return items.map((item) => item * 2);
      items.forEach((item, row) => context.emit(row, `part of ${item}`));
      throw new Error('broken off');
    },
    maxBatchSize: 3,
    wait: none(),
  });
  const parts: string[] = [];
  const answers = await Promise.allSettled([
    batcher.submit(0),
    batcher.submit(1, { onPart: (part) => parts.push(part) }),
    batcher.submit(2),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((answers[1] as PromiseRejectedResult).reason).toEqual(new Error('broken off'));
  expect(parts).toEqual(['part of 1']);
  expect(calls).toEqual([[0, 1, 2], [0], [2]]);
});

test('under release batch parts have not left, so the row is run again and its parts come once', async () => {
  let runs = 0;
  const batcher = createBatcher<number, number, string>({
    run: async (items, context) => {
      items.forEach((item, row) => context.emit(row, `${item} in run ${runs}`));
      if (runs++ === 0) throw new Error('broken off');
      return [...items];
    },
    maxBatchSize: 2,
    wait: none(),
    release: 'batch',
  });
  const parts: string[] = [];
  const onPart = (part: string) => parts.push(part);
  await Promise.all([batcher.submit(0, { onPart }), batcher.submit(1, { onPart })]);
  expect(parts).toEqual(['0 in run 1', '1 in run 2']);
});

test('outputs that do not fit the items are an error that says so', async () => {
  const tooFew = await oneBatch(1, async () => []);
  expect(tooFew.outcomes).toEqual(['run: expected 1 outputs, one for each item, got 0']);
  const none = await oneBatch(1, (async () => undefined) as unknown as Run);
  expect(none.outcomes).toEqual(['run: expected an array of 1 outputs, got undefined']);
  const text = await oneBatch(1, (async () => 'abc') as unknown as Run);
  expect(text.outcomes).toEqual(['run: expected an array of 1 outputs, got abc']);
  const once = await oneBatch(2, async (items) => (items.length === 2 ? [7] : [items[0]! * 2]));
  expect(once.outcomes).toEqual([0, 2]);
});

test('a run that throws at once, or throws what is no error, fails like any other', async () => {
  const atOnce = await oneBatch(1, () => {
    throw new Error('before any await');
  });
  expect(atOnce.outcomes).toEqual(['before any await']);
  const text = await oneBatch(1, async () => {
    throw 'just a text';
  });
  expect(text.outcomes).toEqual(['run threw just a text']);
});

test('a callback for parts that throws fails its own item alone', async () => {
  const batcher = createBatcher<number, number, string>({
    run: async (items, context) => {
      items.forEach((_, row) => context.emit(row, 'x'));
      return [...items];
    },
    maxBatchSize: 2,
    wait: oldest(0),
  });
  const bad = batcher.submit(0, {
    onPart: () => {
      throw new Error('my own mistake');
    },
  });
  const good = batcher.submit(1);
  await expect(bad).rejects.toThrow('my own mistake');
  await expect(good).resolves.toBe(1);
});

test('a measure that throws fails the item that it measured', async () => {
  const { outcomes } = await oneBatch(2, async (items) => [...items], {
    measure: {
      promptTokens: () => 1,
      outputTokens: (output) => {
        if (output === 1) throw new Error('cannot be measured');
        return 1;
      },
    },
  });
  expect(outcomes).toEqual([0, 'cannot be measured']);
});

test('an emit for an unknown row is told so', async () => {
  const { outcomes } = await oneBatch(1, async (items, context) => {
    context.answer(1, 5);
    return [...items];
  });
  expect(outcomes).toEqual(['row: expected a place from 0 to 0, got 1']);
});
