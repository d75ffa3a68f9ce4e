import { type BatcherOptions, createBatcher } from 'lockstep/batcher';
import { type DecisionRecord, none } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, resumeTime, settle, stopTime } from '../support/fake-time.js';
import { follow, unexpected } from '../support/follow.js';

beforeEach(stopTime);
afterEach(resumeTime);

// What a run tells of its rows before it ends, and after.

type Run = BatcherOptions<string, string, string>['run'];

const upper = (items: readonly string[]) => items.map((item) => item.toUpperCase());

const later = (ms: number, then: () => void) => setTimeout(then, ms);

/** Submits a, b, … as one batch; follows the answers, the parts of each and the records. */
function oneBatch(count: number, run: Run, options: Partial<BatcherOptions<string, string, string>> = {}) {
  const parts: string[] = [];
  const records: DecisionRecord[] = [];
  const controllers = Array.from({ length: count }, () => new AbortController());
  const batcher = createBatcher({ run, maxBatchSize: count, wait: none(), ...options });
  batcher.on('batch', (record) => records.push(record));
  const items = controllers.map(({ signal }, i) => {
    const item = String.fromCharCode(97 + i);
    return follow(batcher.submit(item, { signal, onPart: (part) => parts.push(`${item}: ${part}`) }));
  });
  const outcomes = () => items.map(({ value, error }) => value ?? error?.message);
  return { batcher, outcomes, parts, records, controllers };
}

describe('after it was aborted a run', () => {
  test('is not heard: rows are run again as if it had told nothing', async () => {
    let calls = 0;
    const reasons: unknown[] = [];
    const { outcomes, parts } = oneBatch(
      2,
      (items, { signal, emit, answer }) => {
        if (calls++ > 0) return Promise.resolve(upper(items));
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push((signal.reason as Error).name);
            emit(0, 'too late');
            answer(1, 'too late');
            later(5, () => reject(new Error('stopped')));
          });
        });
      },
      { runTimeoutMs: 10 },
    );
    await pass(20);
    expect(outcomes()).toEqual(['A', 'B']);
    expect(parts).toEqual([]);
    expect(reasons).toEqual(['RunTimeoutError']);
    expect(calls).toBe(3);
  });

  test('that looks at its signal only then finds it aborted, with the reason', async () => {
    const seen: unknown[] = [];
    const { outcomes } = oneBatch(
      1,
      (_, context) =>
        new Promise((_, reject) => {
          later(20, () => {
            seen.push(context.signal.aborted, (context.signal.reason as Error).name);
            reject(new Error('stopped'));
          });
        }),
      { runTimeoutMs: 10 },
    );
    await pass(25);
    expect(seen).toEqual([true, 'RunTimeoutError']);
    expect(outcomes()).toEqual(['the run took longer than 10 ms']);
  });
});

test('a run that looks at its rows’ signals only later finds those aborted that are not wanted', async () => {
  let rows: boolean[] = [];
  const { controllers } = oneBatch(2, (items, context) => {
    return new Promise((resolve) => {
      later(10, () => {
        rows = context.signals.map(({ aborted }) => aborted);
        resolve(upper(items));
      });
    });
  });
  await pass(5);
  controllers[1]!.abort();
  await pass(10);
  expect(rows).toEqual([false, true]);
});

test('what a failed run tells while its rows are run again is not heard', async () => {
  let tell!: () => void;
  const { outcomes, parts } = oneBatch(2, (items, { emit, answer }) => {
    if (items.length === 2) {
      tell = () => {
        emit(0, 'too late');
        answer(0, 'too late');
      };
      return Promise.reject(new Error('whole'));
    }
    return new Promise((resolve) => later(10, () => resolve(upper(items))));
  });
  await pass(5);
  tell();
  await pass(20);
  expect(outcomes()).toEqual(['A', 'B']);
  expect(parts).toEqual([]);
});

test('one that is left of a failed batch is run again, alone: it was not alone before', async () => {
  const { outcomes, controllers } = oneBatch(2, (items) =>
    items.length === 1
      ? Promise.resolve(upper(items))
      : new Promise((_, reject) => later(10, () => reject(new Error('two are too many')))),
  );
  await pass(5);
  controllers[0]!.abort(new Error('gone'));
  await pass(10);
  expect(outcomes()).toEqual(['gone', 'B']);
});

describe('held answers', () => {
  test('stand: neither parts nor another answer come after them', async () => {
    const { outcomes, parts, records } = oneBatch(
      1,
      (items, { emit, answer }) => {
        emit(0, 'in time');
        answer(0, 'first');
        emit(0, 'after its answer');
        answer(0, 'second');
        return new Promise((resolve) => later(10, () => resolve(upper(items))));
      },
      { release: 'batch', measure: { promptTokens: () => 1, outputTokens: (output) => output.length } },
    );
    await pass(15);
    expect(outcomes()).toEqual(['first']);
    expect(parts).toEqual(['a: in time']);
    expect(records[0]!.members).toMatchObject([{ outputTokens: 5, finishedAt: 0 }]);
  });

  test('are not run again when the run then fails', async () => {
    const calls: string[] = [];
    const { outcomes } = oneBatch(
      2,
      async (items, { answer }) => {
        calls.push(items.join(''));
        if (items.length === 1) return upper(items);
        answer(0, 'early');
        throw new Error('whole');
      },
      { release: 'batch' },
    );
    await settle();
    expect(outcomes()).toEqual(['early', 'B']);
    expect(calls).toEqual(['ab', 'b']);
  });
});

test('without an answer the record counts the parts that came', async () => {
  const { records, controllers } = oneBatch(3, (items, { emit }) => {
    emit(0, '1');
    emit(0, '2');
    emit(1, '1');
    return new Promise((resolve) => later(10, () => resolve(upper(items))));
  });
  await pass(5);
  controllers[0]!.abort();
  controllers[2]!.abort();
  await pass(10);
  expect(records[0]!.members).toMatchObject([
    { outcome: 'cancelled', outputTokens: 2, firstTokenAt: 0, finishedAt: 5 },
    { outcome: 'completed', outputTokens: 1, firstTokenAt: 0, finishedAt: 10 },
    { outcome: 'cancelled', outputTokens: 0, firstTokenAt: null, finishedAt: 5 },
  ]);
});

test('the first part is the first token, a later one is none', async () => {
  const { records } = oneBatch(1, (items, { emit }) => {
    later(3, () => emit(0, '1'));
    later(6, () => emit(0, '2'));
    return new Promise((resolve) => later(10, () => resolve(upper(items))));
  });
  await pass(10);
  expect(records[0]!.members).toMatchObject([{ firstTokenAt: 3, finishedAt: 10 }]);
});

test('of a row that is run again only the last run counts', async () => {
  const { records, parts } = oneBatch(
    2,
    async (items, { emit }) => {
      items.forEach((_, row) => emit(row, 'part'));
      await new Promise<void>((resolve) => later(5, resolve));
      if (items.length === 2) throw new Error('whole');
      return [new Error('alone')] as unknown as string[];
    },
    { release: 'batch' },
  );
  await pass(20);
  expect(records[0]!.members).toMatchObject([
    { outcome: 'failed', outputTokens: 1, firstTokenAt: 5, finishedAt: 10 },
    { outcome: 'failed', outputTokens: 1, firstTokenAt: 10, finishedAt: 15 },
  ]);
  expect(parts).toEqual(['a: part', 'b: part']);
});

test('a part is no later than the end of its row, though the turn in which that ends began before it', async () => {
  let tell!: () => void;
  const { batcher, records } = oneBatch(1, (items, { emit }) => {
    return new Promise((resolve) => {
      tell = () => {
        emit(0, '1');
        resolve(upper(items));
      };
    });
  });
  await pass(5);
  follow(batcher.submit('opens the turn'));
  vi.advanceTimersByTime(3);
  tell();
  await settle();
  expect(records[0]).toMatchObject({ endedAt: 5, members: [{ firstTokenAt: 5, finishedAt: 5 }] });
});

test('held parts stop where the callback throws', async () => {
  const onPart = vi.fn(() => {
    throw new Error('my own mistake');
  });
  const batcher = createBatcher<string, string, string>({
    run: async (items, { emit }) => {
      emit(0, '1');
      emit(0, '2');
      return upper(items);
    },
    maxBatchSize: 1,
    wait: none(),
    release: 'batch',
  });
  await expect(batcher.submit('a', { onPart })).rejects.toThrow('my own mistake');
  expect(onPart).toHaveBeenCalledTimes(1);
  expect(batcher.stats()).toMatchObject({ failed: 1, completed: 0 });
});

test('a row that a re-run answers has its end at the end of that re-run', async () => {
  const { records } = oneBatch(4, (items) => {
    if (items.length > 1 && items.includes('d')) return Promise.reject(new Error('d'));
    return new Promise((resolve) => later(10, () => resolve(upper(items))));
  });
  await pass(40);
  expect(records[0]!.members.map(({ finishedAt }) => finishedAt)).toEqual([10, 10, 20, 30]);
});

test('a run whose last wanted row is cancelled while it is being called is aborted', async () => {
  const { records, outcomes, controllers } = oneBatch(2, (_, { signal, answer }) => {
    answer(0, 'early');
    controllers[1]!.abort(new Error('gone'));
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  });
  await pass(5);
  expect(outcomes()).toEqual(['early', 'gone']);
  expect(records).toMatchObject([{ endedAt: 0 }]);
});

test('an engine that is given up in a re-run is asked no more about this batch', async () => {
  const calls: string[] = [];
  const { outcomes, records } = oneBatch(
    4,
    (items) => {
      calls.push(items.join(''));
      return items.length === 4 ? Promise.reject(new Error('whole')) : new Promise(() => {});
    },
    { runTimeoutMs: 10, abortGraceMs: 5 },
  );
  await pass(20);
  expect(calls).toEqual(['abcd', 'ab']);
  expect(outcomes()).toEqual(Array(4).fill('the run took longer than 10 ms'));
  expect(records).toMatchObject([{ endedAt: 15, reruns: [{ startedAt: 0, endedAt: 15, failed: true }] }]);
});

test('the grace of an abort is counted from the first one', async () => {
  const { batcher, outcomes, records } = oneBatch(1, () => new Promise(() => {}), {
    runTimeoutMs: 10,
    abortGraceMs: 20,
  });
  await pass(5);
  batcher.drain({ timeoutMs: 15 }).catch(unexpected);
  await pass(30);
  expect(records).toMatchObject([{ endedAt: 30 }]);
  expect(outcomes()).toEqual(['the batcher was to be drained within 15 ms']);
});

test('a half that is not wanted any more is no proof that the engine is broken', async () => {
  const { outcomes, controllers } = oneBatch(4, (items) => {
    if (items.includes('a')) return new Promise((_, reject) => later(10, () => reject(new Error('a'))));
    if (items.includes('c')) return Promise.reject(new Error('c'));
    return Promise.resolve(upper(items));
  });
  await pass(15);
  controllers[0]!.abort(new Error('gone'));
  controllers[1]!.abort(new Error('gone'));
  await pass(10);
  expect(outcomes()).toEqual(['gone', 'gone', 'c', 'D']);
});

test('every row of a large batch may listen to the one signal: no warning of a leak', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  const { outcomes } = oneBatch(16, async (items, { signal }) => {
    items.forEach(() => signal.addEventListener('abort', () => {}));
    return upper(items);
  });
  await settle();
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  expect(outcomes()).toHaveLength(16);
  expect(warned).not.toHaveBeenCalled();
});
