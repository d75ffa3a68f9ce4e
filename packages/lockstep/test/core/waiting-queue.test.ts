import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WaitingQueue } from '../../src/core/waiting-queue.js';

type Action = { kind: 'push' } | { kind: 'take'; count: number } | { kind: 'withdraw'; place: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'push' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take' as const), count: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), place: fc.nat(400) }) },
);

test('behaves like a plain list, whatever is pushed, taken and withdrawn', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 600 }), (actions) => {
      const queue = new WaitingQueue();
      let list: { id: number; at: number }[] = [];
      let nextId = 0;
      for (const step of actions) {
        if (step.kind === 'push') {
          queue.push(nextId, nextId * 10);
          list.push({ id: nextId, at: nextId * 10 });
          nextId += 1 + (nextId % 3);
        } else if (step.kind === 'take') {
          const count = Math.min(step.count, list.length);
          expect(queue.take(count)).toEqual(list.splice(0, count).map((entry) => entry.id));
        } else {
          const known = list.some((entry) => entry.id === step.place);
          expect(queue.withdraw(step.place)).toBe(known);
          list = list.filter((entry) => entry.id !== step.place);
        }
        expect(queue.size).toBe(list.length);
        expect(queue.oldestId).toBe(list[0]?.id ?? NaN);
        expect(queue.oldestArrivedAt).toBe(list[0]?.at ?? NaN);
      }
    }),
  );
});

test('stays small while a patient head outlives a hundred thousand withdrawals', () => {
  const queue = new WaitingQueue();
  queue.push(0, 0);
  for (let id = 1; id <= 100_000; id++) {
    queue.push(id, id);
    if (!queue.withdraw(id)) throw new Error(`${id} was not there`);
  }
  expect(queue.size).toBe(1);
  const capacity = (queue as unknown as { ids: Float64Array }).ids.length;
  expect(capacity).toBeLessThanOrEqual(128);
});
