import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runOf, SOME_RUNS } from './some-runs.js';

/** How much of [from, to] lies before `at`. */
const before = (from: number, to: number, at: number) => Math.max(0, Math.min(at, to) - from);

describe.each(Object.entries(SOME_RUNS))('%s', (_, scenario) => {
  test('sums until any instant are those of all bars', () => {
    const run = runOf(scenario);
    const { startedAt } = run.log.batches;
    fc.assert(
      fc.property(fc.double({ min: -0.1, max: 1.1, noNaN: true }), (share) => {
        const at = run.originAt + share * run.lengthMs;
        const sums = { own: 0, held: 0, busy: 0 };
        for (let batch = 0; batch < run.log.batchCount; batch++) {
          const members = run.log.membersOf(batch);
          sums.busy += before(startedAt[batch]!, run.edges.of(members[0]!)[4]!, at);
          for (const request of members) {
            const edges = run.edges.of(request);
            sums.own += before(edges[2]!, edges[3]!, at);
            sums.held += before(edges[3]!, edges[4]!, at);
          }
        }
        const found = run.slotTime.until(at);
        for (const name of ['own', 'held', 'busy'] as const) expect(found[name]).toBeCloseTo(sums[name], 5);
      }),
      { numRuns: 40 },
    );
  });
});
