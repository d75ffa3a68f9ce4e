import fc from 'fast-check';
import { randomStream } from 'lockstep/random';
import { empirical } from 'lockstep/workload';
import { expect, test } from 'vitest';

test('draws every value as often as its weight says, and one of weight 0 never', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      weights.filter((all) => all.some((weight) => weight > 0)),
      (all) => {
        const lengths = empirical(
          all.map((_, i) => i),
          { weights: all },
        );
        const total = all.reduce((sum, weight) => sum + weight, 0);
        const random = randomStream(2, 'empirical');
        const seen = new Array<number>(all.length).fill(0);
        const draws = 20_000;
        for (let i = 0; i < draws; i++) seen[lengths.draw(random)]!++;
        all.forEach((weight, i) => {
          const p = weight / total;
          const spread = Math.sqrt((p * (1 - p)) / draws);
          expect(Math.abs(seen[i]! / draws - p)).toBeLessThanOrEqual(5.5 * spread);
        });
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

test('the least length is one that can come', () => {
  expect(empirical([0, 5, 7], { weights: [0, 1, 1] }).least).toBe(5);
});
