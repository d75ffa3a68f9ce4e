import fc from 'fast-check';
import { MinHeap } from 'lockstep/core';
import { expect, test } from 'vitest';

type Action =
  | { readonly kind: 'push'; readonly rank: number }
  | { readonly kind: 'pop' }
  | { readonly kind: 'remove'; readonly place: number }
  | { readonly kind: 'keep'; readonly divisor: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('push' as const), rank: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pop' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), place: fc.nat(100) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('keep' as const), divisor: fc.integer({ min: 2, max: 4 }) }),
  },
);

test('gives values back by rank, then by tie, whatever is removed in between; each knows its place', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const places = new Map<number, number>();
      const heap = new MinHeap<number>((value, place) => places.set(value, place));
      let list: { rank: number; value: number }[] = [];
      actions.forEach((step, value) => {
        if (step.kind === 'push') {
          heap.push(step.rank, value, value);
          list.push({ rank: step.rank, value });
          list.sort((a, b) => a.rank - b.rank || a.value - b.value);
        } else if (step.kind === 'pop') {
          expect(heap.pop()).toBe(list.shift()?.value);
        } else if (step.kind === 'remove' && list.length > 0) {
          const [removed] = list.splice(step.place % list.length, 1);
          heap.removeAt(places.get(removed!.value)!);
        } else if (step.kind === 'keep') {
          const isKept = (each: number) => each % step.divisor !== 0;
          heap.keep(isKept);
          list = list.filter((each) => isKept(each.value));
        }
        expect([heap.size, heap.top, heap.topRank]).toEqual([
          list.length,
          list[0]?.value,
          list[0]?.rank ?? Infinity,
        ]);
      });
      for (const { value } of list) expect(heap.pop()).toBe(value);
      expect(heap.pop()).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
