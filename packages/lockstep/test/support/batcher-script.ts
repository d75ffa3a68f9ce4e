import fc from 'fast-check';
import { gap, none, oldest, type WaitRule, window } from 'lockstep/core';

/** How one call of `run` behaves. Times in ms after it was called. */
export type Behaviour =
  /** Answers; `early` rows before the end, `emitting` rows with parts before that, `faulty` ones with an Error. */
  | {
      readonly kind: 'answers';
      readonly afterMs: number;
      readonly emitting: number;
      readonly early: number;
      readonly faulty: number;
      readonly atOnce: boolean;
    }
  /** Throws, after it has emitted. */
  | { readonly kind: 'throws'; readonly afterMs: number; readonly emitting: number; readonly atOnce: boolean }
  | { readonly kind: 'hangs'; readonly heedsAbort: boolean }
  | { readonly kind: 'garbage'; readonly answer: 'nothing' | 'too few' | 'too many' | 'text' };

export type Callback = 'none' | 'takes' | 'throws' | 'aborts' | 'aborts and throws';

export interface Submission {
  readonly poison: boolean;
  readonly key: string;
  /** Its own signal, one that it shares with all others that do, or none. */
  readonly signal: 'own' | 'shared' | 'none';
  readonly timeoutMs: number | undefined;
  readonly onPart: Callback;
}

export type Action =
  | { readonly kind: 'submit'; readonly items: readonly Submission[]; readonly together: boolean }
  /** Aborts the signal of one of the newest items; its own or the shared one. */
  | { readonly kind: 'abort'; readonly back: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'drain'; readonly queued: 'finish' | 'reject'; readonly timeoutMs: number };

/** What a listener or a run does to the batcher while it is called. */
export type Meddling = 'no' | 'submits' | 'aborts' | 'drains';

export interface Script {
  readonly maxBatchSize: number;
  readonly maxQueueSize: number;
  readonly wait: WaitRule;
  readonly release: 'request' | 'batch';
  readonly maxReruns: number;
  readonly runTimeoutMs: number;
  readonly abortGraceMs: number;
  readonly refuseLate: boolean;
  /** Of the runs, in turn. */
  readonly behaviours: readonly Behaviour[];
  /** Of the calls of `run` and of the listeners, in turn. */
  readonly meddling: readonly Meddling[];
  readonly actions: readonly Action[];
}

/** A set of rows, as bits by the place of a row modulo 8. */
const rows = fc.oneof(fc.constant(0), fc.nat(255));

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('answers' as const),
      afterMs: fc.nat(12),
      emitting: rows,
      early: rows,
      faulty: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, rows),
      atOnce: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('throws' as const),
      afterMs: fc.nat(8),
      emitting: rows,
      atOnce: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hangs' as const), heedsAbort: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('garbage' as const),
      answer: fc.constantFrom('nothing' as const, 'too few' as const, 'too many' as const, 'text' as const),
    }),
  },
);

const submission: fc.Arbitrary<Submission> = fc.record({
  poison: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  key: fc.constantFrom('a', 'a', 'b', 'c'),
  signal: fc.constantFrom('own' as const, 'own' as const, 'shared' as const, 'none' as const),
  timeoutMs: fc.option(fc.nat(40), { nil: undefined }),
  onPart: fc.constantFrom<Callback>(
    'none',
    'none',
    'takes',
    'takes',
    'throws',
    'aborts',
    'aborts and throws',
  ),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      items: fc.array(submission, { minLength: 1, maxLength: 6 }),
      together: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('abort' as const), back: fc.nat(8) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(12) }) },
);

const drain: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('drain' as const),
  queued: fc.constantFrom('finish' as const, 'reject' as const),
  timeoutMs: fc.constantFrom(0, 10, 40, Infinity),
});

const wait: fc.Arbitrary<WaitRule> = fc.oneof(
  fc.constant(none()),
  fc.nat(15).map((ms) => oldest(ms)),
  fc.nat(15).map((ms) => window(ms)),
  fc.nat(15).map((ms) => gap(ms)),
);

/** A batcher's life: what it is asked, what its engine does, and who meddles while it calls. */
export const script: fc.Arbitrary<Script> = fc.record({
  maxBatchSize: fc.constantFrom(1, 2, 3, 5, 8, Infinity),
  maxQueueSize: fc.constantFrom(1, 3, 8, Infinity, Infinity),
  wait,
  release: fc.constantFrom('request' as const, 'batch' as const),
  maxReruns: fc.constantFrom(0, 1, 3, Infinity, Infinity),
  runTimeoutMs: fc.constantFrom(5, 30, 30),
  abortGraceMs: fc.constantFrom(0, 3),
  refuseLate: fc.boolean(),
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 8 }),
  meddling: fc.array(fc.constantFrom<Meddling>('no', 'no', 'no', 'submits', 'aborts', 'aborts', 'drains'), {
    minLength: 1,
    maxLength: 12,
  }),
  actions: fc
    .tuple(
      fc.array(action, { minLength: 1, maxLength: 25 }),
      fc.option(drain),
      fc.array(action, { maxLength: 3 }),
    )
    .map(([before, going, after]) => (going === null ? before : [...before, going, ...after])),
});
