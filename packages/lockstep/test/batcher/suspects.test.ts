import { createBatcher } from 'lockstep/batcher';
import { full, none, oldest, type WaitRule } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Suspects } from '../../src/batcher/suspects.js';
import { pass, resumeTime, settle, stopTime } from '../support/fake-time.js';
import { follow } from '../support/follow.js';

beforeEach(stopTime);
afterEach(resumeTime);

interface Item {
  readonly from: string;
  readonly fails: boolean;
}

/** A batcher that notes what ran together; a run fails as a whole when one of its items does. */
function noting(wait: WaitRule = none(), maxBatchSize = 8) {
  const runs: Item[][] = [];
  const batcher = createBatcher<Item, string>({
    run: async (items) => {
      runs.push([...items]);
      if (items.some(({ fails }) => fails)) throw new Error('one of them');
      return items.map(({ from }) => from);
    },
    maxBatchSize,
    wait,
  });
  const submit = (from: string, fails = false) =>
    follow(batcher.submit({ from, fails }, { origins: [from] }));
  /** Who was in each run, such as `aab`. */
  const together = () => runs.splice(0).map((items) => items.map(({ from }) => from).join(''));
  return { batcher, submit, runs, together };
}

test('what comes from an origin that has failed alone is run apart for a minute', async () => {
  const { submit, together } = noting();
  submit('a');
  submit('x', true);
  await settle();
  expect(together()).toEqual(['ax', 'a', 'x']);
  submit('a');
  submit('x', true);
  submit('b');
  submit('x');
  await settle();
  expect(together()).toEqual(['ab', 'xx', 'x', 'x']);
  await pass(60_000);
  submit('a');
  submit('x');
  await settle();
  expect(together()).toEqual(['ax']);
});

test('what waits already when its origin is found out is run after the others of its batch, one by one', async () => {
  const { submit, together } = noting(none(), 4);
  const items = ['a', 'x', 'b', 'c', 'a', 'x', 'x', 'b'].map((from) => submit(from, from === 'x'));
  await settle();
  expect(together()).toEqual(['axbc', 'ax', 'bc', 'a', 'x', 'ab', 'x', 'x']);
  expect(items.map(({ value, error }) => value ?? error?.message)).toEqual([
    ...['a', 'one of them', 'b', 'c', 'a', 'one of them', 'one of them', 'b'],
  ]);
});

test('where nothing was answered the engine may be at fault: no origin is suspected', async () => {
  const { submit, together } = noting();
  submit('x', true);
  submit('y', true);
  await settle();
  expect(together()).toEqual(['xy', 'x', 'y']);
  submit('x');
  submit('y');
  await settle();
  expect(together()).toEqual(['xy']);
});

test('under a rule that counts nothing is set apart: it would wait for ever', async () => {
  const { submit, together } = noting(full(), 2);
  for (let i = 0; i < 2; i++) {
    submit('a');
    submit('x', true);
    await settle();
    expect(together()).toEqual(['ax', 'a', 'x']);
  }
});

test('items with a key of their own stay apart by it', async () => {
  const runs: string[] = [];
  const batcher = createBatcher<string, string>({
    run: async (items) => {
      runs.push(items.join());
      if (items.includes('a!')) throw new Error('a!');
      return [...items];
    },
    maxBatchSize: 8,
    wait: none(),
    key: (item) => item[0]!,
  });
  const origins = ['x'];
  ['a1', 'a!'].forEach((item) => follow(batcher.submit(item, { origins: item === 'a!' ? origins : [] })));
  await settle();
  runs.length = 0;
  ['a2', 'b2', 'a3', 'b3'].forEach((item) => follow(batcher.submit(item, { origins })));
  follow(batcher.submit('a4'));
  await settle();
  expect(runs).toEqual(['a2,a3', 'b2,b3', 'a4']);
});

describe('a tenth of all items fail, from one sender', () => {
  /** Runs in which the others take part, and all runs, for so many others in rounds of 36 with 4 that fail. */
  async function runsOf(options: (from: string) => { origins?: readonly string[] }) {
    const runs: Item[][] = [];
    const batcher = createBatcher<Item, string>({
      run: async (items) => {
        runs.push([...items]);
        if (items.some(({ fails }) => fails)) throw new Error('one of them');
        return items.map(({ from }) => from);
      },
      maxBatchSize: 8,
      wait: oldest(0),
    });
    const answers: { value?: string; error?: Error }[] = [];
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 40; i++) {
        const from = i % 10 === 3 ? 'x' : `client ${i % 10}`;
        answers.push(follow(batcher.submit({ from, fails: from === 'x' }, options(from))));
      }
      await settle();
      await settle();
    }
    expect(answers.filter(({ value }) => value !== undefined && value !== 'x')).toHaveLength(360);
    expect(answers.filter(({ error }) => error !== undefined)).toHaveLength(40);
    return {
      ofOthers: runs.filter((items) => items.some(({ fails }) => !fails)).length,
      all: runs.length,
    };
  }

  test('costs the others next to nothing where origins are given, and several runs a batch where they are not', async () => {
    const without = await runsOf(() => ({}));
    const withOrigins = await runsOf((from) => ({ origins: [from] }));
    // 360 items fill 45 batches of 8; each round of 36 takes 5.
    expect(withOrigins.ofOthers).toBeLessThanOrEqual(50 + 6);
    expect(without.ofOthers).toBeGreaterThan(4 * 50);
    // Those that fail: once each alone, and once for each batch of them.
    expect(withOrigins.all - withOrigins.ofOthers).toBeLessThanOrEqual(40 + 10 + 3);
  });
});

describe('what is remembered', () => {
  test('is a thousand origins, the latest', () => {
    const suspects = new Suspects();
    for (let i = 0; i < 5000; i++) suspects.mark([`origin ${i}`]);
    expect((suspects as unknown as { until: Map<string, number> }).until.size).toBe(1000);
    expect([suspects.has(['origin 3999']), suspects.has(['origin 4000'])]).toEqual([false, true]);
  });

  test('one that is marked again is among the latest', () => {
    const suspects = new Suspects();
    suspects.mark(['first']);
    for (let i = 0; i < 999; i++) suspects.mark([`origin ${i}`]);
    suspects.mark(['first']);
    suspects.mark(['one more']);
    expect([suspects.has(['first']), suspects.has(['origin 0'])]).toEqual([true, false]);
  });
});
