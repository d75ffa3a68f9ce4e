import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WaitingRequest } from '../../src/core/order.js';
import { RankedQueue } from '../../src/core/ranked-queue.js';

type Action =
  | { readonly kind: 'push'; readonly rank: number }
  | { readonly kind: 'withdraw'; readonly place: number }
  | { readonly kind: 'take'; readonly window: number; readonly places: readonly number[] };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), rank: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), place: fc.nat(200) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      window: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Infinity)),
      places: fc.array(fc.nat(8), { maxLength: 4 }),
    }),
  },
);

test('behaves like a list that is sorted each time, whatever is pushed, taken and withdrawn', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
      const ranks = new Map<number, number>();
      const queue = new RankedQueue('test', ({ request }) => ranks.get(request)!);
      let list: WaitingRequest[] = [];
      actions.forEach((step, request) => {
        if (step.kind === 'push') {
          const waiting = { request, arrivedAt: request, terms: {} };
          ranks.set(request, step.rank);
          queue.push(waiting);
          list.push(waiting);
          list.sort((a, b) => ranks.get(a.request)! - ranks.get(b.request)! || a.request - b.request);
        } else if (step.kind === 'withdraw') {
          const [left] = list.splice(step.place % Math.max(1, list.length), 1);
          if (left !== undefined) queue.withdraw(left);
        } else {
          const candidates = queue.peek(step.window);
          expect(candidates).toEqual(list.slice(0, step.window));
          const chosen = [...new Set(step.places)].flatMap((place) => candidates[place] ?? []);
          queue.take(chosen);
          list = list.filter((each) => !chosen.includes(each));
        }
        expect(queue.first).toBe(list[0] ?? null);
        expect(queue.firstRank).toBe(list[0] === undefined ? Infinity : ranks.get(list[0].request));
      });
    }),
    { numRuns: 500 },
  );
});

test('what has left does not stay in memory while a late one waits', () => {
  const queue = new RankedQueue('test', ({ request }) => request);
  for (let request = 0; request < 100_000; request++) {
    const waiting = { request, arrivedAt: request, terms: {} };
    queue.push(waiting);
    if (request > 0) queue.withdraw(waiting);
  }
  const { entries, rest } = queue as unknown as { entries: Map<number, unknown>; rest: { size: number } };
  expect(entries.size).toBe(1);
  expect(rest.size).toBeLessThan(100);
});
