import fc from 'fast-check';
import { atLeast, gap, oldest, type WaitRule, window } from 'lockstep/core';
import { mock } from 'lockstep/cost';
import { run } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { listed } from '../support/listed-workload.js';
import { recursion, type Rule } from '../support/recursion.js';

const FACTORIES: Record<Rule['name'], (value: number) => WaitRule> = {
  atleast: atLeast,
  oldest,
  window,
  gap,
};

function toWaitRule(rule: Rule): WaitRule {
  return rule.name === 'atleast' ? atLeast(rule.count) : FACTORIES[rule.name](rule.waitMs);
}

/** Whole milliseconds, close together: arrivals that tie with each other, with batch ends and with wait rules. */
const configuration = fc.record({
  gaps: fc.array(fc.nat(12), { minLength: 1, maxLength: 80 }),
  outputs: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 80, maxLength: 80 }),
  maxBatchSize: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Infinity)),
  wait: fc.nat(15),
  name: fc.constantFrom<Rule['name']>('atleast', 'oldest', 'window', 'gap'),
});

test('the event-driven scheduler decides as the definition of its rule does', () => {
  fc.assert(
    fc.property(configuration, ({ gaps, outputs, maxBatchSize, wait, name }) => {
      const rule: Rule =
        name === 'atleast' ? { name, count: Math.min(1 + wait, maxBatchSize) } : { name, waitMs: wait };
      let now = 0;
      const arrivals = gaps.map((step) => (now += step));
      const { log } = run({
        maxBatchSize,
        wait: toWaitRule(rule),
        cost: mock({ tokenMs: 1 }),
        workload: listed(arrivals.map((at, i) => [at, outputs[i]!])),
      });
      const expected = recursion(arrivals, rule, maxBatchSize, (members) => {
        const longest = Math.max(...members.map((i) => outputs[i]!));
        const factor = members.length === 1 ? 1 : Math.max(0.5, 1 - 0.1 * Math.log(members.length));
        return longest * factor;
      });
      const actual = Array.from(log.records(), ({ startedAt, reason, members }) => ({
        startedAt,
        reason,
        members: members.map((member) => member.request),
      }));
      expect(actual).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
