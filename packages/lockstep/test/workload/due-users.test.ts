import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueUsers } from '../../src/workload/due-users.js';

test('gives users back by instant, then by number', () => {
  const instants = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 40 }), (at, early) => {
      const due = new DueUsers(at.length);
      const model: { at: number; user: number }[] = [];
      const takeOne = () => {
        const next = model.sort((a, b) => a.at - b.at || a.user - b.user).shift()!;
        expect(due.nextAt).toBe(next.at);
        expect(due.take()).toBe(next.user);
      };
      at.forEach((instant, user) => {
        due.add(user, instant);
        model.push({ at: instant, user });
        if (user === early) takeOne();
      });
      while (model.length > 0) takeOne();
      expect(due.nextAt).toBe(Infinity);
    }),
  );
});
