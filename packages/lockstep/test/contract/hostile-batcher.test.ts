import { inspect } from 'node:util';
import {
  type Batcher,
  type BatchContext,
  type BatcherOptions,
  type CancelSignal,
  createBatcher,
  type SubmitOptions,
} from 'lockstep/batcher';
import { none, oldest, type WaitRule } from 'lockstep/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

// Every place where a batcher calls code that is not its own, or looks at a value that is not its own: whatever happens
// there, each item is settled once, the items beside it are answered, and `drain` ends.

const boom = (): never => {
  throw new Error('boom');
};

/** Nothing can be done with it that does not throw. */
const untouchable = new Proxy(
  {},
  Object.fromEntries(
    ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'set'].map((trap) => [
      trap,
      boom,
    ]),
  ),
);

/** What a run or a callback may throw, give or reject with. */
const VALUES: readonly [string, unknown][] = [
  ['an error', new Error('boom')],
  ['undefined', undefined],
  ['null', null],
  ['a symbol', Symbol('boom')],
  ['a function', boom],
  ['an object whose inspect.custom throws', { [inspect.custom]: boom }],
  ['a Proxy whose traps throw', untouchable],
  ['a revoked Proxy', revoked()],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: boom })],
  [
    'an error whose code and cause throw',
    Object.defineProperties(new Error('x'), { code: { get: boom }, cause: { get: boom } }),
  ],
  ['an object whose toString throws', { toString: boom, [Symbol.toPrimitive]: boom }],
  [
    'an object whose toStringTag throws',
    Object.create({
      get [Symbol.toStringTag]() {
        return boom();
      },
    }),
  ],
];

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

type Item = 'good' | 'bad';
type Run = BatcherOptions<Item, unknown, string>['run'];

interface Case {
  readonly options?: Partial<BatcherOptions<Item, unknown, string>>;
  /** Of the bad items; the good ones have none. */
  readonly submit?: () => SubmitOptions<string>;
  /** Whether the bad items are answered, too. */
  readonly harmless?: boolean;
  readonly warns?: string;
}

/** Answers good items; does this where there is a bad one. */
const where =
  (bad: (items: readonly Item[], context: BatchContext<unknown, string>) => unknown): Run =>
  (items, context) =>
    (items.includes('bad') ? bad(items, context) : Promise.resolve([...items])) as ReturnType<Run>;

/** Tells a part of each row, and answers. */
const emitting: Run = async (items, { emit }) => {
  await null;
  items.forEach((_, row) => emit(row, 'part'));
  return [...items];
};

/** The outputs, with this in the place of bad items. */
const inPlace = (value: unknown): Run =>
  where((items) => items.map((item) => (item === 'bad' ? value : item)));

const thenable = (then: unknown) => ({ then });

const rule = (closesAt: unknown): WaitRule => ({ ...oldest(0), closesAt }) as WaitRule;

function signal(own: object): CancelSignal {
  const base = { aborted: false, reason: 'gone', addEventListener() {}, removeEventListener() {} };
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(own)) as CancelSignal;
}

const WAIT = 'LOCKSTEP_WAIT_RULE';

const SITES: Readonly<Record<string, Case>> = {
  'a controller for its signal': { submit: () => ({ signal: new AbortController() as never }) },
  'signal: addEventListener throws': { submit: () => ({ signal: signal({ addEventListener: boom }) }) },
  'signal: addEventListener calls at once': {
    submit: () => ({
      signal: signal({ addEventListener: (_: string, call: () => void) => (call(), call()) }),
    }),
  },
  'signal: removeEventListener throws': {
    submit: () => ({ signal: signal({ removeEventListener: boom }) }),
    harmless: true,
    warns: 'LOCKSTEP_SIGNAL',
  },
  'signal: aborted throws': {
    submit: () => ({
      signal: signal({
        get aborted() {
          return boom();
        },
      }),
    }),
  },
  'signal: reason throws': {
    submit: () => ({
      signal: signal({
        aborted: true,
        get reason() {
          return boom();
        },
      }),
    }),
  },
  'signal: a Proxy': { submit: () => ({ signal: untouchable as never }) },
  'options: a getter throws': {
    submit: () => ({
      get timeoutMs() {
        return boom();
      },
    }),
  },
  'options: a Proxy': { submit: () => untouchable },
  'options: null': { submit: () => null as never },
  'options: a promise that rejects': { submit: () => Promise.reject(new Error('boom')) as never },
  'timeoutMs: an object': { submit: () => ({ timeoutMs: untouchable as never }) },
  'deadlineAt: an object': { submit: () => ({ deadlineAt: untouchable as never }) },
  'origins: a Proxy': { submit: () => ({ origins: untouchable as never }) },
  'onPart throws': { options: { run: emitting }, submit: () => ({ onPart: boom }) },
  'onPart throws, under release batch': {
    options: { run: emitting, release: 'batch' },
    submit: () => ({ onPart: boom }),
  },
  'onPart rejects': {
    options: { run: emitting, release: 'batch' },
    submit: () => ({ onPart: () => Promise.reject(new Error('boom')) as never }),
    harmless: true,
    warns: 'LOCKSTEP_ON_PART',
  },
  'onPart rejects before the answer': {
    options: {
      run: async (items, { emit }) => {
        items.forEach((_, row) => emit(row, 'part'));
        await new Promise((resolve) => setImmediate(resolve));
        return [...items];
      },
    },
    submit: () => ({ onPart: () => Promise.reject(new Error('boom')) as never }),
  },
  'onPart gives something whose then throws': {
    options: { run: emitting },
    submit: () => ({ onPart: () => Object.defineProperty({}, 'then', { get: boom }) as never }),
    harmless: true,
  },
  'key throws': { options: { key: (item) => (item === 'bad' ? boom() : '') } },
  'key rejects': {
    options: { key: (item) => (item === 'bad' ? (Promise.reject(new Error('x')) as never) : '') },
  },
  'key gives a Proxy': { options: { key: (item) => (item === 'bad' ? (untouchable as never) : '') } },
  'measure.promptTokens throws': {
    options: { measure: { promptTokens: (item) => (item === 'bad' ? boom() : 1), outputTokens: () => 1 } },
  },
  'measure.promptTokens gives a symbol': {
    options: {
      measure: {
        promptTokens: (item) => (item === 'bad' ? (Symbol('x') as never) : 1),
        outputTokens: () => 1,
      },
    },
  },
  'measure.outputTokens throws': {
    options: { measure: { promptTokens: () => 1, outputTokens: (item) => (item === 'bad' ? boom() : 1) } },
  },
  'measure.outputTokens rejects': {
    options: {
      measure: {
        promptTokens: () => 1,
        outputTokens: (item) => (item === 'bad' ? (Promise.reject(new Error('x')) as never) : 1),
      },
    },
  },
  'wait rule throws': { options: { wait: rule(boom) }, harmless: true, warns: WAIT },
  'wait rule gives NaN': { options: { wait: rule(() => NaN) }, harmless: true, warns: WAIT },
  'wait rule gives nothing': { options: { wait: rule(() => undefined) }, harmless: true, warns: WAIT },
  'wait rule rejects': {
    options: { wait: rule(() => Promise.reject(new Error('boom'))) },
    harmless: true,
    warns: WAIT,
  },
  'wait rule throws, with keys': {
    options: { wait: rule(boom), key: (item) => item },
    harmless: true,
    warns: WAIT,
  },
  'run: a thenable that throws': { options: { run: where(() => thenable(boom)) } },
  'run: a thenable whose then throws as it is read': {
    options: { run: where(() => Object.defineProperty({}, 'then', { get: boom })) },
  },
  'run: a thenable that settles twice, and throws': {
    options: {
      run: where((items) =>
        thenable((resolve: (outputs: unknown) => void, reject: (error: unknown) => void) => {
          resolve([...items]);
          reject(new Error('boom'));
          resolve([]);
          boom();
        }),
      ),
    },
    harmless: true,
  },
  'run: a promise with a then of its own': {
    options: { run: where((items) => Object.assign(Promise.resolve([...items]), { then: boom })) },
    harmless: true,
  },
  'run: a promise with a constructor that throws': {
    options: { run: where(() => Object.defineProperty(Promise.resolve([]), 'constructor', { get: boom })) },
  },
  'run: an array that is a Proxy': {
    options: { run: where((items) => new Proxy([...items], { get: boom })) },
  },
  'run: a revoked Proxy': { options: { run: where(() => revoked()) } },
  'run: a getter in the array': {
    options: {
      run: where((items) => Object.defineProperty([...items], items.indexOf('bad'), { get: boom })),
    },
  },
  'run: holes': {
    options: {
      run: where((items) =>
        items.reduce<Item[]>(
          (all, item, row) => (item === 'good' && (all[row] = item), all),
          Object.assign([], { length: items.length }),
        ),
      ),
    },
  },
  'run: a promise that rejects in a place': {
    options: {
      run: where((items) => items.map((item) => (item === 'bad' ? Promise.reject(new Error('boom')) : item))),
    },
  },
  'run: a thenable that throws in a place': { options: { run: inPlace(thenable(boom)) } },
  'run: something whose then throws in a place': {
    options: { run: inPlace(Object.defineProperty({}, 'then', { get: boom })) },
  },
  'run: a Proxy in a place': { options: { run: inPlace(untouchable) } },
  'run: answers with a promise that rejects': {
    options: {
      run: where((items, { answer }) => {
        items.forEach((item, row) => answer(row, item === 'bad' ? Promise.reject(new Error('boom')) : item));
        return [...items];
      }),
    },
  },
  'run: answers a row that there is not': {
    options: { run: where((_, { answer }) => answer(Symbol('row') as never, 'x')) },
  },
  'run: isWanted of a row that there is not': { options: { run: where((_, { isWanted }) => isWanted(-1)) } },
  'run: throws at once': { options: { run: where(boom) } },
  ...Object.fromEntries(
    VALUES.flatMap(([name, value]): [string, Case][] => [
      [`run rejects with ${name}`, { options: { run: where(() => Promise.reject(value)) } }],
      [
        `run throws ${name}`,
        {
          options: {
            run: where(() => {
              throw value;
            }),
          },
        },
      ],
      [
        `onPart throws ${name}`,
        {
          options: { run: emitting },
          submit: () => ({
            onPart: () => {
              throw value;
            },
          }),
        },
      ],
    ]),
  ),
};

const ITEMS: readonly Item[] = ['good', 'bad', 'good', 'bad', 'good', 'good'];

describe('each item is settled once, the good ones are answered, and drain ends', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  const warnings: string[] = [];

  beforeEach(() => {
    unhandled.length = 0;
    warnings.length = 0;
    process.prependListener('unhandledRejection', note);
    vi.spyOn(process, 'emitWarning').mockImplementation(((_: string, options: { code: string }) => {
      warnings.push(options.code);
    }) as never);
  });

  afterEach(() => {
    process.off('unhandledRejection', note);
    vi.restoreAllMocks();
  });

  test.each(Object.entries(SITES))('%s', async (_, { options, submit, harmless = false, warns }) => {
    const batcher = createBatcher<Item, unknown, string>({
      run: async (items) => [...items],
      maxBatchSize: 4,
      wait: none(),
      ...options,
    });
    const settled = await submitTwice(batcher, submit);
    for (const [index, { times, ok }] of settled.entries()) {
      const good = ITEMS[index % ITEMS.length] === 'good';
      expect([index, times, ok]).toEqual([index, 1, good || harmless]);
    }
    expect(unhandled).toEqual([]);
    expect(warnings).toEqual(warns === undefined ? [] : [warns]);
    const { submitted, completed, failed, rejected, cancelled, expired, waiting, running } = batcher.stats();
    expect(completed + failed + rejected + cancelled + expired).toBe(submitted);
    expect([waiting, running]).toEqual([0, 0]);
  });

  /** All items, and once they are settled all again; then drains. */
  async function submitTwice(batcher: Batcher<Item, unknown, string>, submit: Case['submit']) {
    const settled: { times: number; ok: boolean }[] = [];
    for (let round = 0; round < 2; round++) {
      const promises = ITEMS.map((item) =>
        item === 'bad' && submit !== undefined ? batcher.submit(item, submit()) : batcher.submit(item),
      );
      for (const promise of promises) {
        const state = { times: 0, ok: false };
        settled.push(state);
        const done = (ok: boolean) => {
          state.times++;
          state.ok = ok;
        };
        promise.then(
          () => done(true),
          () => done(false),
        );
      }
      await Promise.allSettled(promises);
    }
    await batcher.drain({ timeoutMs: 1000 });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    return settled;
  }
});

test('run that submits to its own batcher is warned once, and answered', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const inner: Promise<number>[] = [];
  const batcher: Batcher<number, number> = createBatcher({
    run: async (items: readonly number[]) => {
      for (const item of items) if (item < 10) inner.push(batcher.submit(item + 10));
      return [...items];
    },
    maxBatchSize: 2,
    wait: none(),
  });
  await expect(Promise.all([1, 2, 3].map((item) => batcher.submit(item)))).resolves.toEqual([1, 2, 3]);
  await expect(Promise.all(inner)).resolves.toEqual([11, 12, 13]);
  expect(warned.mock.calls.map(([, options]) => (options as unknown as { code: string }).code)).toEqual([
    'LOCKSTEP_SUBMIT_IN_RUN',
  ]);
  vi.restoreAllMocks();
});

test('an onPart or a listener that submits is not warned', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const more: Promise<number>[] = [];
  const batcher: Batcher<number, number, string> = createBatcher<number, number, string>({
    run: async (items, { emit }) => {
      emit(0, 'part');
      return [...items];
    },
    maxBatchSize: 2,
    wait: none(),
  });
  batcher.once('batch', () => more.push(batcher.submit(3)));
  await batcher.submit(1, { onPart: () => more.push(batcher.submit(2)) });
  await Promise.all(more);
  expect(warned).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
