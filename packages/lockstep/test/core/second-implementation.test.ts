import fc from 'fast-check';
import { atLeast, type Fact, gap, oldest, Scheduler, type WaitRule, window } from 'lockstep/core';
import { expect, test } from 'vitest';
import { short } from '../support/commands.js';
import { type PlainOptions, PlainScheduler } from '../support/plain-scheduler.js';
import type { Rule } from '../support/recursion.js';

/** One thing that happens, so long (ms) after the one before. */
type Event = { readonly after: number } & (
  | {
      readonly type: 'arrive';
      readonly key: string | undefined;
      readonly requestTimeoutMs: number | undefined;
    }
  | { readonly type: 'cancel'; readonly place: number }
  | { readonly type: 'drain' | 'woke' }
);

interface Script extends PlainOptions {
  readonly events: readonly Event[];
  /** How long batches run (ms), one after another and over again. */
  readonly executions: readonly number[];
  readonly ends: boolean;
}

const rule = (maxBatchSize: number): fc.Arbitrary<Rule> =>
  fc.oneof(
    fc.record({ name: fc.constant('atleast' as const), count: fc.integer({ min: 1, max: maxBatchSize }) }),
    fc.record({ name: fc.constantFrom('oldest', 'window', 'gap'), waitMs: fc.nat(12) }),
  );

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('arrive' as const),
      after: fc.nat(5),
      key: fc.constantFrom(undefined, undefined, '', 'a', 'b', 'c', 'd', 'e', 'f'),
      requestTimeoutMs: fc.option(fc.integer({ min: -1, max: 25 }), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('cancel' as const), after: fc.nat(5), place: fc.nat(6) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('drain', 'woke'), after: fc.nat(5) }) },
);

const script: fc.Arbitrary<Script> = fc.integer({ min: 1, max: 4 }).chain((maxBatchSize) =>
  fc.record({
    maxBatchSize: fc.constant(maxBatchSize),
    rule: rule(maxBatchSize),
    maxQueueSize: fc.oneof(fc.integer({ min: maxBatchSize, max: maxBatchSize + 6 }), fc.constant(Infinity)),
    events: fc.array(event, { minLength: 1, maxLength: 40 }),
    executions: fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }),
    engines: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 4 })),
    ends: fc.boolean(),
  }),
);

test('the scheduler commands what its rules say, in scripts full of ties, keys, deadlines and engines', () => {
  fc.assert(
    fc.property(script, (each) => {
      const scheduler = new Scheduler({ ...each, wait: waitRule(each.rule) });
      const plain = new PlainScheduler(each);
      play(each, (now, facts) => {
        const commands = short(scheduler.step(now, facts));
        expect(commands).toEqual(plain.step(now, facts));
        return commands;
      });
      if (each.ends || each.rule.name !== 'atleast') expect(scheduler.size).toBe(0);
    }),
    { numRuns: 4000 },
  );
});

/** Tells a script to `step` and does what it commands, until nothing is left to happen. */
function play(
  { events, executions, ends, engines }: Script,
  step: (now: number, facts: Fact[]) => string[],
): void {
  const due = timed(events, ends);
  let next = 0;
  let batches = 0;
  const running = new Map<number, { batch: number; endsAt: number }>();
  let wakeAt = Infinity;
  for (;;) {
    const now = Math.min(
      due[next]?.at ?? Infinity,
      ...Array.from(running.values(), ({ endsAt }) => endsAt),
      wakeAt,
    );
    if (now === Infinity) return;
    const facts: Fact[] = [];
    if (wakeAt === now) {
      facts.push({ type: 'woke' });
      wakeAt = Infinity;
    }
    while (due[next]?.at === now) facts.push(due[next++]!.fact);
    for (const [engine, { batch, endsAt }] of running) {
      if (endsAt > now) continue;
      facts.push({ type: 'finished', engine, batch });
      running.delete(engine);
    }
    for (const command of step(now, facts)) {
      const [what, at] = command.split(' ') as [string, string];
      const engine = Number(/ on (\d+)$/.exec(command)?.[1] ?? 0);
      if (what === 'start') {
        expect(engine).toBeLessThan(engines!);
        expect(running.has(engine)).toBe(false);
        running.set(engine, { batch: batches, endsAt: now + executions[batches++ % executions.length]! });
        wakeAt = Infinity;
      }
      // An engine takes a moment to stop.
      if (what === 'abort') {
        const aborted = running.get(engine)!;
        expect(aborted.batch).toBe(Number(at));
        aborted.endsAt = Math.min(aborted.endsAt, now + 1);
      }
      if (what === 'wake') {
        wakeAt = Number(at);
        expect(wakeAt).toBeGreaterThan(now);
      }
    }
  }
}

function timed(events: readonly Event[], ends: boolean): { at: number; fact: Fact }[] {
  let at = 0;
  let request = 0;
  const facts = events.flatMap((each): { at: number; fact: Fact }[] => {
    at += each.after;
    if (each.type === 'arrive') {
      const { key, requestTimeoutMs } = each;
      const fact: Fact = {
        type: 'arrived',
        request: request++,
        ...(key !== undefined && { key }),
        ...(requestTimeoutMs !== undefined && { deadlineAt: at + requestTimeoutMs }),
      };
      return [{ at, fact }];
    }
    if (each.type !== 'cancel') return [{ at, fact: { type: each.type } }];
    const cancelled = request - 1 - each.place;
    return cancelled < 0 ? [] : [{ at, fact: { type: 'cancelled', request: cancelled } }];
  });
  return ends ? [...facts, { at, fact: { type: 'ended' } }] : facts;
}

function waitRule(each: Rule): WaitRule {
  if (each.name === 'atleast') return atLeast(each.count);
  return { oldest, window, gap }[each.name](each.waitMs);
}
