import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deadlines } from '../../src/core/deadlines.js';

type Action =
  | { readonly kind: 'add'; readonly in: number }
  | { readonly kind: 'forget'; readonly place: number }
  | { readonly kind: 'pass'; readonly ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), in: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('forget' as const), place: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(9) }) },
);

test('behaves like a plain list, whatever is added, forgotten and taken', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
      const deadlines = new Deadlines();
      let list: { request: number; at: number }[] = [];
      let now = 0;
      let requests = 0;
      for (const step of actions) {
        if (step.kind === 'add') {
          const entry = { request: requests++, at: now + step.in };
          deadlines.add(entry.request, entry.at);
          list.push(entry);
        } else if (step.kind === 'forget') {
          const request = requests - 1 - step.place;
          deadlines.forget(request);
          list = list.filter((entry) => entry.request !== request);
        } else {
          now += step.ms;
          const due = list.filter(({ at }) => at <= now);
          due.sort((a, b) => a.at - b.at || a.request - b.request);
          expect(due.map(() => deadlines.takeDue(now))).toEqual(due.map(({ request }) => request));
          expect(deadlines.takeDue(now)).toBeNull();
          list = list.filter(({ at }) => at > now);
        }
        expect(deadlines.nextAt).toBe(Math.min(Infinity, ...list.map(({ at }) => at)));
      }
    }),
  );
});

/** Entries of the heap, those of requests that are gone among them. */
function entries(deadlines: Deadlines): number {
  return (deadlines as unknown as { heap: { size: number } }).heap.size;
}

test('stays small over a million requests that have an hour and need ten milliseconds', () => {
  const deadlines = new Deadlines();
  const hour = 3_600_000;
  let most = 0;
  // The one that never ends keeps the top of the heap, so that no other entry surfaces.
  deadlines.add(0, hour);
  for (let request = 1; request <= 1_000_000; request++) {
    deadlines.add(request, request + hour);
    if (request > 10) deadlines.forget(request - 10);
    most = Math.max(most, entries(deadlines));
  }
  expect(most).toBeLessThan(100);
});
